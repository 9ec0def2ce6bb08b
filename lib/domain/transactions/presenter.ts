import "server-only";
import type { transferKinds } from "@/db/schema/transfers";
import type { LedgerLine } from "@/lib/domain/ledger/lookups";
import type { Micros } from "@/lib/foundation/money";

type TransactionKind = (typeof transferKinds)[number];

export interface TransactionRow {
  id: string;
  postedAt: Date;
  kind: TransactionKind;
  /** Signed, seen from the account: what came in is positive. */
  amount: Micros;
  /** The wallet's balance after it; null for what the wallet had no part in: usage that is owed. */
  balance: Micros | null;
  seq: string | null;
  subAccountName: string | null;
  /** `YYYY-MM` of the bill. */
  month: string | null;
  settlementNo: string | null;
  reference: string | null;
}

export function presentTransaction({ topUpId: _, chargePeriod, ...line }: LedgerLine): TransactionRow {
  return {
    ...line,
    id: line.id.toString(),
    seq: line.seq?.toString() ?? null,
    month: chargePeriod?.slice(0, 7) ?? null,
    settlementNo: line.settlementNo?.toString() ?? null,
  };
}
