import { newId } from "@/lib/foundation/ids";
import { send } from "./http-client";

interface Usage {
  accountUid: string;
  subAccounts: readonly string[];
  /** Meters `meter-1` to `meter-12`, as `fillBooks` prices them. */
  eventsPerBatch: number;
}

/**
 * Bodies of usage batches that cost their sender next to nothing: each is a text made once, with ids of its own. Windows
 * of the last whole hour, of every person and meter in turn.
 */
export function usageBatches({ accountUid, subAccounts, eventsPerBatch }: Usage): () => string {
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
  const text = JSON.stringify(
    Array.from({ length: eventsPerBatch }, (_, index) => ({
      ...{ specversion: "1.0", id: `%batch%-${index}`, source: "urn:bench", type: `meter-${1 + (index % 12)}` },
      ...{ accountuid: accountUid, subaccount: subAccounts[index % subAccounts.length] },
      time: new Date(hour + (index + 1) * 1_000).toISOString(),
      subject: `acs:compute:eu-1:${accountUid}:instance/i-${index % 50}`,
      data: { value: String(1 + (index % 500)), start: new Date(hour + index * 1_000).toISOString() },
    })),
  );
  return () => text.replaceAll("%batch%", newId());
}

/** One batch, durable when this resolves. */
export async function sendUsage(origin: string, serviceKey: string, body: string): Promise<void> {
  const answer = await send(`${origin}/api/platform/v1/usage`, {
    method: "POST",
    headers: { authorization: `Bearer ${serviceKey}`, "content-type": "application/json" },
    body,
  });
  const said = answer.body.subarray(0, 300).toString();
  if (answer.status !== 202 || !/"rejected":0/.test(said)) throw new Error(`usage answered ${answer.status}: ${said}`);
}
