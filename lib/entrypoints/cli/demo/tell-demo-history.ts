import "server-only";
import { env } from "@/lib/foundation/env";
import { harborIncidents } from "./incidents";
import { tellHistory } from "./tell-history";
import { demoUsage } from "./usage-plan";

/** What each account of the cast begins with; a sub-account of harbor's has passed its limit, and orchard is invoiced by what it pays in. */
const told = {
  harbor: {
    topUp: "60000",
    incidents: harborIncidents,
    limits: {
      "training-eu": { soft: "30000", hard: "40000" },
      ada: { soft: "3600", hard: "4800" },
      jun: { soft: "", hard: "12000" },
    },
    fee: { priceCode: "support-business", quantity: "1", note: "Agreed with the contract of the year" },
  },
  orchard: {
    topUp: "3000",
    limits: { pip: { soft: "200", hard: "400" } },
    invoicing: "prepayment_invoiced",
  },
} as const;

/** Answers how many usage events were told: none where the demo has its history, or is to have none. */
export async function tellDemoHistory(now = new Date()): Promise<number> {
  const days = env().demoDays;
  if (days === 0) return 0;
  let events = 0;
  for (const [account, history] of Object.entries(told)) {
    events += await tellHistory({ account, people: demoUsage[account] ?? [], days, ...history }, now);
  }
  return events;
}
