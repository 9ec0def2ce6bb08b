import "server-only";
import { createTranslator } from "use-intl/core";
import { type Locale, messagesFor } from "@/lib/foundation/messages";
import type { MessageKind } from "./message-kinds";

export interface RenderedMessage {
  subject?: string;
  text: string;
  html?: string;
}

const rooms = {
  "sign-up-code": "signUpCode",
  "already-signed-up": "alreadySignedUp",
  "reset-password-link": "resetPasswordLink",
  "new-device": "newDevice",
  "password-changed": "passwordChanged",
  "factors-changed": "factorsChanged",
  "sign-in-locked": "signInLocked",
  "sessions-ended": "sessionsEnded",
  "access-key-made": "accessKeyMade",
  "ssh-key-expiring": "sshKeyExpiring",
  "step-up-code": "stepUpCode",
  "books-broken": "booksBroken",
  "approval-waiting": "approvalWaiting",
  "write-off-waiting": "writeOffWaiting",
  "verification-approved": "verificationApproved",
  "verification-rejected": "verificationRejected",
  "spend-limit": "spendLimit",
  "spend-forecast": "spendForecast",
  "wallet-state": "walletState",
} as const satisfies Record<MessageKind, string>;

/** security.md §1.4: how long a code and a reset link live. */
const minutesOf: Partial<Record<MessageKind, number>> = {
  "sign-up-code": 5,
  "step-up-code": 5,
  "reset-password-link": 30,
};

/**
 * The words of one message in its recipient's language. What people typed comes in as parameters only, never as part
 * of a template, and is escaped where the HTML is made. Throws when a parameter of the words is missing.
 */
export function renderMessage(
  kind: MessageKind,
  channel: "mail" | "sms",
  locale: Locale,
  params: Readonly<Record<string, string>>,
): RenderedMessage {
  const t = createTranslator({
    locale,
    messages: messagesFor(locale),
    namespace: "notifications",
    onError(error) {
      throw error;
    },
  });
  // Messages from before it was kept say nothing of whose act it was.
  const values = { minutes: minutesOf[kind] ?? 0, by: "self", ...params };
  const room = rooms[kind];
  if (channel === "sms") return { text: t(`${room}.short`, values) };
  const subject = t(`${room}.subject`, values).replaceAll(/\s+/g, " ");
  const text = `${t(`${room}.body`, values)}\n\n-- \n${t("footer")}\n`;
  const paragraphs = [...t(`${room}.body`, values).split("\n\n"), t("footer")];
  return { subject, text, html: toHtml(subject, paragraphs, params.link, locale) };
}

function toHtml(title: string, paragraphs: readonly string[], link: string | undefined, locale: Locale): string {
  const body = paragraphs.map((paragraph) => `<p>${paragraph === link ? anchor(link) : lines(paragraph)}</p>`);
  const head = `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`;
  return `<!doctype html>\n<html lang="${locale}">${head}<body>\n${body.join("\n")}\n</body></html>\n`;
}

function anchor(link: string): string {
  return /^https?:\/\//.test(link) ? `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>` : escapeHtml(link);
}

function lines(paragraph: string): string {
  return escapeHtml(paragraph).replaceAll("\n", "<br>\n");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
