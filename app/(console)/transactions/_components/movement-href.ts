import { ofNone } from "@/lib/domain/spend/schema";
import type { TransactionRow } from "@/lib/domain/transactions/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

type Movement = Pick<TransactionRow, "kind" | "subAccountName" | "month" | "settlementNo" | "reference">;

/** To what made a movement: the charges that were settled, the slip that was credited, the usage that was owed. */
export function movementHref({ kind, subAccountName, month, settlementNo, reference }: Movement): string {
  if (settlementNo && month) {
    return paths.charges.list({ month, name: subAccountName ?? ofNone, settlement: settlementNo });
  }
  if (kind === "collection") {
    return paths.transactions({ kind: "overage", ...(subAccountName && { name: subAccountName }) });
  }
  return paths.transactions(reference ? { reference } : { kind });
}
