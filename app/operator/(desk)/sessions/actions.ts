"use server";

import { endOwnOperatorSessions } from "@/lib/domain/sessions/end-own-operator-sessions";
import { EndOperatorSessionsInput } from "@/lib/domain/sessions/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const endOperatorSessionsAction = operatorAction({
  input: EndOperatorSessionsInput,
  verb: endOwnOperatorSessions,
  after: ({ count }) => setFlash("sessions.flash.ended", { count }),
  done: (_input, ended) => (ended?.own ? paths.operatorDoor() : paths.operator.sessions()),
});
