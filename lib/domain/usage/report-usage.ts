import "server-only";
import { scheduler } from "node:timers/promises";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { findAccountByUid } from "@/lib/domain/accounts/queries";
import { recordUsage, type UsageVerdict } from "./record-usage";
import { faultOf, identify, type MeteredEvent } from "./rules";
import { type UsageBatch, UsageEventInput } from "./schema";

export interface PlacedEvent {
  index: number;
  event: MeteredEvent;
}

/** Events that are read in one go: a thousand would keep everybody else's call waiting. */
const eventsInOneGo = 100;

/** One answer for each event, in the order of the batch. What it says of an event is durable by then. */
export async function reportUsage(platform: PlatformContext, batch: UsageBatch): Promise<UsageVerdict[]> {
  const { actor } = authorizePlatform(platform, "platform:FindAccount");
  const services = actor.type === "service" ? actor.services : undefined;
  const verdicts: UsageVerdict[] = [];
  const byAccount = new Map<string, PlacedEvent[]>();
  for (const [index, raw] of batch.entries()) {
    if (index > 0 && index % eventsInOneGo === 0) await scheduler.yield();
    const parsed = UsageEventInput.safeParse(raw);
    const fault = parsed.success ? faultOf(parsed.data, services) : sayIssue(parsed.error);
    if (fault !== undefined || !parsed.data) {
      verdicts.push({ index, id: String(raw.id ?? ""), status: "rejected", reason: "malformed", message: fault ?? "" });
      continue;
    }
    const placed = byAccount.get(parsed.data.accountuid) ?? [];
    placed.push({ index, event: identify(parsed.data) });
    byAccount.set(parsed.data.accountuid, placed);
  }
  for (const [uid, placed] of byAccount) {
    const account = await findAccountByUid(platform, uid);
    verdicts.push(
      ...(account
        ? await recordUsage(enterAccount(platform, account), placed)
        : placed.map(({ index, event: { id } }): UsageVerdict => {
            return { index, id, status: "rejected", reason: "unknown-account", message: "no account has this uid" };
          })),
    );
  }
  return verdicts.toSorted((a, b) => a.index - b.index);
}

function sayIssue({ issues }: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const [issue] = issues;
  return issue ? `${issue.path.join(".")}: ${issue.message}` : "not a usage event";
}
