import { foreignKey, index, primaryKey } from "drizzle-orm/pg-core";
import { challengeColumns } from "./challenges";
import { app, oneOf } from "./columns";
import { operatorSessions } from "./operator-sessions";
import { outboxChannels } from "./outbox-messages";

/** The same of an operator's session. */
export const operatorChallenges = app.table("operator_challenges", challengeColumns(), (t) => [
  primaryKey({ columns: [t.id] }),
  oneOf("operator_challenges", t.codeChannel, outboxChannels),
  foreignKey({ columns: [t.sessionId], foreignColumns: [operatorSessions.id] }),
  index("operator_challenges_session_id_idx").on(t.sessionId, t.createdAt),
]);
