import { bigint, foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

export const secondFactorKinds = ["totp", "passkey"] as const;

/** What a second factor holds, whoever it is for. */
export const secondFactorColumns = () => ({
  id: idColumn(),
  kind: text("kind", { enum: secondFactorKinds }).notNull(),
  name: text("name").notNull(),
  /** The seed of an authenticator app. */
  sealedSeed: bytes("sealed_seed"),
  /** The newest 30-second step a code was taken for: neither it nor an older one is taken again. */
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  credentialId: text("credential_id"),
  publicKey: bytes("public_key"),
  signCount: bigint("sign_count", { mode: "number" }).notNull().default(0),
  transports: text("transports").notNull().default(""),
  /** null: shown, and not proved to work yet. */
  boundAt: moment("bound_at"),
  lastUsedAt: moment("last_used_at"),
  createdAt: createdAt(),
});

/** An authenticator app or a passkey of the root user (null sub-account) or a sub-account. */
export const secondFactors = app.table(
  "second_factors",
  { accountId: accountIdColumn(), subAccountId: subAccountIdColumn(), ...secondFactorColumns() },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("second_factors", t.kind, secondFactorKinds),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // All of one person: at each sign-in, and on the page that lists them.
    index("second_factors_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
