import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "@/lib/foundation/errors";
import { OutcomeUnknown } from "@/lib/foundation/transaction";

/** What a command came to: it was applied, it had been before, or the code it was refused with. */
type Outcome = "applied" | "repeated" | (string & {});

export interface SpooledCommand {
  /** The same for every client that tells the same thing. */
  key: string;
  tell(): Promise<Outcome>;
}

/**
 * Tells a command as a sender with a spool does: as it was, until there is an answer. A database that is away or busy is
 * none, and neither is a COMMIT that was not answered.
 */
export async function tellUntilAnswered({ tell }: SpooledCommand): Promise<Outcome> {
  for (;;) {
    try {
      return await tell();
    } catch (error) {
      const isAway = error instanceof DomainError && error.code === "unavailable";
      if (!isAway && !(error instanceof OutcomeUnknown))
        return error instanceof DomainError ? error.code : String(error);
      await sleep(20);
    }
  }
}

/** So many clients that each take the next command when theirs is answered; what each key came to, in turn. */
export async function tellAll(commands: readonly SpooledCommand[], clients: number): Promise<Map<string, Outcome[]>> {
  const outcomes = new Map<string, Outcome[]>();
  const waiting = [...commands];
  const client = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await tellUntilAnswered(next);
      outcomes.set(next.key, [...(outcomes.get(next.key) ?? []), outcome]);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return outcomes;
}
