import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { and, desc, eq } from "drizzle-orm";
import sharp from "sharp";
import { auditEvents } from "@/db/schema/audit-events";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import type { Context } from "@/lib/authorization/context";
import { getAccount } from "@/lib/domain/accounts/queries";
import { saveIdentityVerification } from "@/lib/domain/identity-verification/save-identity-verification";
import { SaveIdentityVerificationInput } from "@/lib/domain/identity-verification/schema";
import { submitIdentityVerification } from "@/lib/domain/identity-verification/submit-identity-verification";
import { uploadIdentityDocument } from "@/lib/domain/identity-verification/upload-identity-document";
import { env } from "@/lib/foundation/env";
import { mintFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "./build-account";
import { buildOperator, later } from "./build-context";

/** Decides an hour after the tests begin. */
export const operator = { ...buildOperator(), now: new Date(Date.now() + 3_600_000) };
export const person = (number = `P${newId().slice(-10)}`) =>
  SaveIdentityVerificationInput.parse({
    kind: "personal",
    intent: "continue",
    legalName: "王小明 Canary",
    documentType: "passport",
    documentNumber: number,
    address: "上海市徐汇区\n1 号",
  });
export const company = SaveIdentityVerificationInput.parse({
  kind: "enterprise",
  intent: "continue",
  companyName: "Harbor Co.",
  registrationType: "credit-code",
  registrationNumber: "91350100M000100Y43",
  legalRepresentative: "Lin",
  address: "Shanghai",
  contactName: "Ada",
  contactPhone: "+86 138 0013 8000",
});

/** A picture costs a child process. */
export async function buildPicture(): Promise<File> {
  const painted = await sharp({ create: { width: 30, height: 20, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  return new File([new Uint8Array(painted)], "证件.png", { type: "image/png" });
}

/** PDFs cost no child process; each number makes another content. */
export const pdf = (content = 0) => {
  const body = `1 0 obj\n<</Type/Catalog/Pages 2 0 R/Version ${content}>>\nendobj\n`;
  const end = "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n";
  return new File([`%PDF-1.7\n${body}${end}`], "id.pdf", { type: "application/pdf" });
};

export async function applicant(): Promise<Context> {
  return { ...(await buildAccount({ approved: false })), authorityEpoch: null };
}

/** The person with what is true of the account by now. */
export async function again(ctx: Context): Promise<Context> {
  const { verification } = await getAccount(buildOperator({ host: true }), ctx.accountId);
  return later(ctx, { now: new Date(), account: { ...ctx.account, verification } });
}

export async function submitted(number?: string): Promise<{ ctx: Context; verificationId: string }> {
  const ctx = await applicant();
  await saveIdentityVerification(ctx, person(number));
  await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) });
  await uploadIdentityDocument(ctx, { slot: "identity-back", file: pdf(1) });
  const { id } = await submitIdentityVerification(ctx);
  return { ctx: await again(ctx), verificationId: id };
}

export const rowsOf = <T>(ctx: Context, read: Parameters<typeof withReadTransaction<T>>[1]) =>
  withReadTransaction(mintFence({ ...ctx, scope: { kind: "account" as const } }), read);

export function submissionsOf(ctx: Context) {
  return rowsOf(ctx, (tx) =>
    tx
      .select()
      .from(identityVerifications)
      .where(eq(identityVerifications.accountId, ctx.accountId))
      .orderBy(desc(identityVerifications.createdAt)),
  );
}

export const documentsOf = (ctx: Context) =>
  rowsOf(ctx, (tx) => tx.select().from(identityDocuments).where(eq(identityDocuments.accountId, ctx.accountId)));

export function auditOf(ctx: Context, action: string) {
  return rowsOf(ctx, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.action, action))),
  );
}

const uploads = () => join(env().dataDir, "uploads");
export const pathOf = (storedAs: string) => join(uploads(), storedAs.slice(0, 2), storedAs);
export const filesNow = () =>
  existsSync(uploads())
    ? readdirSync(uploads(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
    : 0;
export const refusalOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

export const rejection = (ctx: Context, verificationId: string) => ({
  accountId: ctx.accountId,
  verificationId,
  reason: { code: "documents", note: "Two things." } as const,
  documents: { "identity-back": { code: "unreadable", note: "Too dark." } as const },
});
