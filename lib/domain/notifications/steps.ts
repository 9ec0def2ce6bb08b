import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { notificationChoices } from "@/db/schema/notification-choices";
import { notifications } from "@/db/schema/notifications";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { rootUsers } from "@/db/schema/root-users";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { sealForPlatform } from "@/lib/foundation/data-keys";
import { type AccountId, newId, type SubAccountId } from "@/lib/foundation/ids";
import { defaultLocale, type Locale, locales } from "@/lib/foundation/messages";
import type { Tx } from "@/lib/foundation/transaction";
import type { MessageKind } from "./message-kinds";
import { choiceOf, type NotificationKind } from "./rules";

export interface OutgoingMessage<K extends MessageKind = MessageKind> {
  channel: "mail" | "sms";
  kind: K;
  to: string;
  locale: string;
  params: Record<string, string>;
  /** The notice in the console that says the same: what becomes of the message is noted there. */
  notice?: { accountId: AccountId; id: string };
}

/** Puts a message on its way in the transaction that causes it: it leaves if and only if the change stands. */
export async function enqueueMessage(
  tx: Tx,
  { channel, kind, to, locale, params, notice }: OutgoingMessage,
): Promise<void> {
  const id = newId();
  const sealedContent = sealForPlatform("outbox", id, JSON.stringify({ locale, params }));
  const of = notice && { noticeAccount: notice.accountId, noticeId: notice.id };
  await tx.insert(outboxMessages).values({ id, channel, kind, recipient: to, sealedContent, ...of });
}

type Params = Record<string, string>;

export interface Notice {
  kind: NotificationKind;
  /** The sub-account it is for; null: the root user. */
  to: SubAccountId | null;
  /** What the words of the kind need beside `name`, which is the recipient's. Never a secret. */
  params?: Params | ((locale: Locale) => Params);
}

/**
 * Tells one person what happened to their access: in the console, and by mail where they have an address and did not
 * switch this kind off. Written with the change. Somebody who is gone is told nothing.
 */
export async function notify(tx: Tx, allowed: Allowed, { kind, to, params = {} }: Notice): Promise<void> {
  const { accountId, now } = allowed;
  const recipient = to === null ? await findRoot(tx, allowed) : await findSubAccount(tx, allowed, to);
  if (!recipient) return;
  const { name, email, silenced } = recipient;
  const locale = locales.find((known) => known === recipient.locale) ?? defaultLocale;
  const words = { name, ...(typeof params === "function" ? params(locale) : params) };
  const choice = choiceOf[kind];
  const isSilenced = choice !== null && Array.isArray(silenced) && silenced.includes(choice);
  const byMail = email !== "" && !isSilenced;
  const notice = { accountId, id: newId() };
  const mail = byMail ? ("waiting" as const) : null;
  await tx.insert(notifications).values({ ...notice, subAccountId: to, kind, params: words, mail, createdAt: now });
  if (byMail) await enqueueMessage(tx, { channel: "mail", kind, to: email, locale, params: words, notice });
}

interface Recipient {
  name: string;
  email: string;
  locale: string | null;
  silenced: unknown;
}

async function findRoot(tx: Tx, { accountId }: Allowed): Promise<Recipient | undefined> {
  const { locale, silenced } = notificationChoices;
  const [row] = await tx
    .select({ email: rootUsers.email, rootLocale: rootUsers.locale, locale, silenced })
    .from(rootUsers)
    .leftJoin(
      notificationChoices,
      and(eq(notificationChoices.accountId, rootUsers.accountId), isNull(notificationChoices.subAccountId)),
    )
    .where(eq(rootUsers.accountId, accountId));
  return row && { ...row, name: row.email, locale: row.locale ?? row.rootLocale };
}

async function findSubAccount(
  tx: Tx,
  { accountId, account }: Allowed,
  id: SubAccountId,
): Promise<Recipient | undefined> {
  const { locale, silenced } = notificationChoices;
  const [row] = await tx
    .select({ name: subAccounts.name, email: subAccounts.email, locale, silenced })
    .from(subAccounts)
    .leftJoin(
      notificationChoices,
      and(
        eq(notificationChoices.accountId, subAccounts.accountId),
        eq(notificationChoices.subAccountId, subAccounts.id),
      ),
    )
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, id)));
  return row && { ...row, name: `${account.name}#${row.name}` };
}
