import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { app, createdAt, idColumn, moment } from "./columns";

/** A sign-up that waits for its code. Nothing of it is an account until the code is right. */
export const signUps = app.table(
  "sign_ups",
  {
    id: idColumn(),
    tokenHash: text("token_hash").notNull(),
    email: text("email").notNull(),
    phone: text("phone").notNull(),
    accountName: text("account_name").notNull(),
    companyName: text("company_name").notNull(),
    passwordHash: text("password_hash").notNull(),
    locale: text("locale").notNull(),
    codeHash: text("code_hash").notNull(),
    triesLeft: integer("tries_left").notNull(),
    codeExpiresAt: moment("code_expires_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    index("sign_ups_token_hash_idx").on(t.tokenHash),
    // What is over is purged by age.
    index("sign_ups_expires_at_idx").on(t.expiresAt),
  ],
);
