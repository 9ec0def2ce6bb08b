import "server-only";
import type { walletStates } from "@/db/schema/books";
import type { topUps } from "@/db/schema/top-ups";
import type { transferKinds } from "@/db/schema/transfers";
import type { LedgerLine } from "@/lib/domain/ledger/lookups";
import { asMicros, type Micros, zero } from "@/lib/foundation/money";

export interface WalletView {
  currency: string;
  minorDigits: number;
  timeZone: string;
  state: (typeof walletStates)[number];
  stateSince: Date | null;
  settledAt: Date | null;
  /** What the ledger says: credits less debits. */
  posted: Micros;
  /** Charged, and taken from the wallet by the next settlement. */
  unsettled: Micros;
  /** What can still be spent: posted less unsettled; below zero it is being owed. */
  available: Micros;
  /** Usage the wallet could not cover, and credits taken back that it no longer had. */
  owed: Micros;
  /** Out of the wallet and on its way back to the customer. */
  payable: Micros;
  overdraft: Micros;
  lowWater: Micros;
  graceHours: number;
}

interface WalletRow extends Omit<WalletView, "posted" | "unsettled" | "available" | "owed" | "payable" | "overdraft"> {
  debits: Micros;
  credits: Micros;
  overdraft: Micros | null;
  unsettled: string;
  owed: string;
  payable: string;
}

export function presentWallet({ debits, credits, overdraft, unsettled, owed, payable, ...row }: WalletRow): WalletView {
  const posted = asMicros(credits - debits);
  const waiting = asMicros(BigInt(unsettled));
  return {
    ...row,
    posted,
    unsettled: waiting,
    available: asMicros(posted - waiting),
    owed: asMicros(BigInt(owed)),
    payable: asMicros(BigInt(payable)),
    overdraft: overdraft ?? zero,
  };
}

export interface StatementLine {
  id: string;
  seq: string;
  postedAt: Date;
  kind: (typeof transferKinds)[number];
  /** Signed: what it did to the wallet. */
  amount: Micros;
  balance: Micros;
  subAccountName: string | null;
  chargePeriod: string | null;
  settlementNo: string | null;
  topUpId: string | null;
  reference: string | null;
}

export function presentStatementLine(line: LedgerLine): StatementLine {
  return {
    ...line,
    id: line.id.toString(),
    seq: String(line.seq),
    balance: line.balance ?? zero,
    settlementNo: line.settlementNo?.toString() ?? null,
  };
}

export interface TopUpView {
  id: string;
  amount: Micros;
  reference: string;
  note: string;
  creditedBy: string;
  createdAt: Date;
  reversedAt: Date | null;
  reversedBy: string | null;
  reversalReason: string | null;
}

export function presentTopUp(row: typeof topUps.$inferSelect): TopUpView {
  const { id, amount, reference, note, creditedBy, createdAt, reversedAt, reversedBy, reversalReason } = row;
  return { id, amount, reference, note, creditedBy, createdAt, reversedAt, reversedBy, reversalReason };
}
