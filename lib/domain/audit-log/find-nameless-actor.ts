import "server-only";
import { messagesFor } from "@/lib/foundation/messages";

/** Who has no name of its own, as the log keeps it; readers see words for its kind. */
const nameless = {
  host: { types: ["operator"], name: "command line" },
  worker: { types: ["worker", "job"], name: "worker" },
  stranger: { types: ["stranger"], name: "" },
} as const;

type Kind = keyof typeof nameless;
type Nameless = (typeof nameless)[Kind];

function* wordsOf(kind: Kind): Generator<string> {
  for (const locale of ["en", "zh-CN"] as const) {
    const { actors, stranger } = messagesFor(locale).auditLog;
    yield actors[kind].toLowerCase();
    if (kind === "stranger") yield stranger.toLowerCase();
  }
}

const byWord = new Map<string, Nameless>(
  (Object.keys(nameless) as Kind[]).flatMap((kind) =>
    [...wordsOf(kind)].map((word) => [word, nameless[kind]] as const),
  ),
);

/** Whom the words of any language mean that stand where a name would; undefined for a name. */
export const findNamelessActor = (typed: string): Nameless | undefined => byWord.get(typed.toLowerCase());
