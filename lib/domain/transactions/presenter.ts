import "server-only";
import type { transferKinds } from "@/db/schema/transfers";
import { asMicros, type Micros } from "@/lib/foundation/money";

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

const comesIn: readonly TransactionKind[] = ["top-up", "refund"];

interface Row {
  id: bigint;
  postedAt: Date;
  kind: TransactionKind;
  amount: Micros;
  balance: Micros | null;
  seq: bigint | null;
  subAccountName: string | null;
  chargePeriod: string | null;
  settlementNo: bigint | null;
  reference: string | null;
}

export function presentTransaction({ id, amount, seq, chargePeriod, settlementNo, ...row }: Row): TransactionRow {
  return {
    ...row,
    id: id.toString(),
    amount: comesIn.includes(row.kind) ? amount : asMicros(-amount),
    seq: seq?.toString() ?? null,
    month: chargePeriod?.slice(0, 7) ?? null,
    settlementNo: settlementNo?.toString() ?? null,
  };
}
