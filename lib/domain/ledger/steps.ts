import "server-only";
import { sql } from "drizzle-orm";
import { env } from "@/lib/foundation/env";
import type { Tx } from "@/lib/foundation/transaction";
import { type Currency, minorDigits } from "./rules";

/** Opens the books of the account that has just come to be: its currency and time zone stay for ever. */
export async function openBooks(tx: Tx): Promise<void> {
  const { currency, timeZone } = env();
  await tx.execute(sql`select billing.open_books(${currency}, ${minorDigits[currency as Currency]}, ${timeZone})`);
}
