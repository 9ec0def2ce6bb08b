import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { and, desc, eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit-events";
import { identityDocuments } from "@/db/schema/identity-documents";
import { identityVerifications } from "@/db/schema/identity-verifications";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { getAccount } from "@/lib/domain/accounts/queries";
import { openForPlatform } from "@/lib/foundation/data-keys";
import { env } from "@/lib/foundation/env";
import { mintFence, mintPlatformFence } from "@/lib/foundation/fence";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { approveIdentityVerification } from "./approve-identity-verification";
import { deleteIdentityDocument } from "./delete-identity-document";
import { findUsualWait } from "./find-usual-wait";
import { maximumDocumentBytes } from "./inspect-document";
import { getIdentityVerification, listIdentityVerifications } from "./queries";
import { readIdentityDocument } from "./read-identity-document";
import { rejectIdentityVerification } from "./reject-identity-verification";
import { reviewIdentityVerification } from "./review-identity-verification";
import { saveIdentityVerification } from "./save-identity-verification";
import { documentBytesMax, RejectIdentityVerificationForm, SaveIdentityVerificationInput } from "./schema";
import { submitIdentityVerification } from "./submit-identity-verification";
import { uploadIdentityDocument } from "./upload-identity-document";
import { wordRejection } from "./word-rejection";

/** Decides an hour after the tests begin. */
const operator = { ...buildOperator(), now: new Date(Date.now() + 3_600_000) };
const person = (number = `P${newId().slice(-10)}`) =>
  SaveIdentityVerificationInput.parse({
    kind: "personal",
    intent: "continue",
    legalName: "王小明 Canary",
    documentType: "passport",
    documentNumber: number,
    address: "上海市徐汇区\n1 号",
  });
const company = SaveIdentityVerificationInput.parse({
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

let picture = new File([], "");
beforeAll(async () => {
  const painted = await sharp({ create: { width: 30, height: 20, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  picture = new File([new Uint8Array(painted)], "证件.png", { type: "image/png" });
});

/** PDFs cost no child process; each number makes another content. */
const pdf = (content = 0) => {
  const body = `1 0 obj\n<</Type/Catalog/Pages 2 0 R/Version ${content}>>\nendobj\n`;
  const end = "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n";
  return new File([`%PDF-1.7\n${body}${end}`], "id.pdf", { type: "application/pdf" });
};

async function applicant(): Promise<Context> {
  return { ...(await buildAccount({ approved: false })), authorityEpoch: null };
}

/** The person with what is true of the account by now. */
async function again(ctx: Context): Promise<Context> {
  const { verification } = await getAccount(buildOperator({ host: true }), ctx.accountId);
  return later(ctx, { now: new Date(), account: { ...ctx.account, verification } });
}

async function submitted(number?: string): Promise<{ ctx: Context; verificationId: string }> {
  const ctx = await applicant();
  await saveIdentityVerification(ctx, person(number));
  await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) });
  await uploadIdentityDocument(ctx, { slot: "identity-back", file: pdf(1) });
  const { id } = await submitIdentityVerification(ctx);
  return { ctx: await again(ctx), verificationId: id };
}

const rowsOf = <T>(ctx: Context, read: Parameters<typeof withReadTransaction<T>>[1]) =>
  withReadTransaction(mintFence({ ...ctx, scope: { kind: "account" as const } }), read);

function submissionsOf(ctx: Context) {
  return rowsOf(ctx, (tx) =>
    tx
      .select()
      .from(identityVerifications)
      .where(eq(identityVerifications.accountId, ctx.accountId))
      .orderBy(desc(identityVerifications.createdAt)),
  );
}

const documentsOf = (ctx: Context) =>
  rowsOf(ctx, (tx) => tx.select().from(identityDocuments).where(eq(identityDocuments.accountId, ctx.accountId)));

function auditOf(ctx: Context, action: string) {
  return rowsOf(ctx, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.action, action))),
  );
}

async function mailOf(ctx: Context) {
  const across = mintPlatformFence({ requestId: newId(), platform: true as const, actorKey: "worker:" });
  const rows = await withPlatformRead(across, (tx) =>
    tx.select().from(outboxMessages).where(eq(outboxMessages.recipient, ctx.actor.name)),
  );
  return rows.map(({ id, kind, sealedContent }) => ({
    kind,
    ...JSON.parse(openForPlatform("outbox", id, sealedContent ?? Buffer.alloc(0)).toString("utf8")),
  }));
}

const uploads = () => join(env().dataDir, "uploads");
const pathOf = (storedAs: string) => join(uploads(), storedAs.slice(0, 2), storedAs);
const filesNow = () =>
  existsSync(uploads())
    ? readdirSync(uploads(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
    : 0;
const refusalOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

const rejection = (ctx: Context, verificationId: string) => ({
  accountId: ctx.accountId,
  verificationId,
  reason: { code: "documents", note: "Two things." } as const,
  documents: { "identity-back": { code: "unreadable", note: "Too dark." } as const },
});

describe("the way of a verification", () => {
  it("leads from a draft over a refusal with reasons to approval, and the account follows in the same step", async () => {
    const ctx = await applicant();
    await saveIdentityVerification(ctx, { ...person(), intent: "save", documentNumber: "", address: "" } as never);
    const draft = await getIdentityVerification(ctx);
    expect(draft).toMatchObject({ verification: "unverified", current: { state: "draft", detailsComplete: false } });

    const details = person();
    await saveIdentityVerification(ctx, details);
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: picture });
    await uploadIdentityDocument(ctx, { slot: "identity-back", file: pdf(1) });
    const { id } = await submitIdentityVerification(ctx);
    expect(await getIdentityVerification(ctx)).toMatchObject({ verification: "submitted", current: { id } });

    await rejectIdentityVerification(operator, rejection(ctx, id));
    const back = await again(ctx);
    const { current, refused, verification } = await getIdentityVerification(back);
    expect(verification).toBe("rejected");
    expect(refused).toEqual(current);
    expect(current).toMatchObject({
      reason: { code: "documents", note: "Two things." },
      fields: { legalName: "王小明 Canary" },
    });
    expect(current?.documents[1]?.document?.rejection).toEqual({ code: "unreadable", note: "Too dark." });

    await saveIdentityVerification(back, details);
    const second = await getIdentityVerification(back);
    expect(second.verification).toBe("rejected");
    expect(second.refused?.id).toBe(id);
    expect(second.current?.documents.map(({ document }) => document !== undefined)).toEqual([true, false]);
    await uploadIdentityDocument(back, { slot: "identity-back", file: pdf(2) });
    const resubmitted = await submitIdentityVerification(back);

    await approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId: resubmitted.id });
    const done = await getIdentityVerification(await again(ctx));
    expect(done).toMatchObject({ verification: "approved", refused: undefined, current: { state: "approved" } });
    const kept = await documentsOf(ctx);
    expect(kept.map(({ verificationId }) => verificationId)).toEqual([resubmitted.id, resubmitted.id]);
    for (const { storedAs } of kept) expect(existsSync(pathOf(storedAs))).toBe(true);
    const front = kept.find(({ slot }) => slot === "identity-front");
    const { bytes } = await readIdentityDocument(await again(ctx), { id: front?.id ?? "" });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "png", width: 30, height: 20 });
  });

  it("refuses every edit while submitted and once approved", async () => {
    const { ctx, verificationId } = await submitted();
    const [document] = await documentsOf(ctx);
    const edits = (who: Context) => [
      () => saveIdentityVerification(who, person()),
      () => uploadIdentityDocument(who, { slot: "identity-front", file: pdf(2) }),
      // A session that still believes it is editing.
      () =>
        uploadIdentityDocument(
          { ...who, account: { ...who.account, verification: "unverified" } },
          { slot: "identity-front", file: pdf(2) },
        ),
      () => deleteIdentityDocument(who, { id: document?.id ?? "" }),
      () => submitIdentityVerification(who),
    ];
    const files = filesNow();
    for (const edit of edits(ctx)) {
      expect(await refusalOf(edit())).toMatchObject({ code: "invalid-state", reason: "verificationSubmitted" });
    }
    await approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId });
    for (const edit of edits(await again(ctx))) {
      expect(await refusalOf(edit())).toMatchObject({ code: "invalid-state", reason: "verificationApproved" });
    }
    expect(filesNow()).toBe(files);
    expect(await submissionsOf(ctx)).toHaveLength(1);
  });

  it("cannot be submitted unfinished", async () => {
    const ctx = await applicant();
    expect(await refusalOf(submitIdentityVerification(ctx))).toMatchObject({ reason: "identityDetailsFirst" });
    await saveIdentityVerification(ctx, { ...person(), intent: "save", address: "" } as never);
    expect(await refusalOf(submitIdentityVerification(ctx))).toMatchObject({ reason: "identityDetailsIncomplete" });
    await saveIdentityVerification(ctx, person());
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf() });
    expect(await refusalOf(submitIdentityVerification(ctx))).toMatchObject({ reason: "identityDocumentsMissing" });
    expect(await submissionsOf(ctx)).toMatchObject([{ state: "draft", submittedAt: null }]);
    expect(await getIdentityVerification(ctx)).toMatchObject({ verification: "unverified" });
  });

  it("takes a form that was sent twice once", async () => {
    const ctx = { ...(await applicant()), idempotencyKey: newId() };
    await saveIdentityVerification(ctx, company);
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) });
    const files = filesNow();
    expect(await refusalOf(uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) }))).toBeInstanceOf(
      AlreadyDone,
    );
    expect(filesNow()).toBe(files);
    await uploadIdentityDocument(ctx, { slot: "business-licence", file: pdf(1) });
    const [first, second] = await Promise.allSettled([
      submitIdentityVerification(ctx),
      submitIdentityVerification(ctx),
    ]);
    expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    expect([first, second].find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "AlreadyDone" },
    });
    expect(await auditOf(ctx, "espalier:SubmitIdentityVerification")).toHaveLength(1);
  });
});

describe("an operator's decision", () => {
  it("is made once: of two at the same time one wins and the other is told", async () => {
    const { ctx, verificationId } = await submitted();
    const other = { ...operator, actor: { ...operator.actor, name: "second@espalier.test" } } as typeof operator;
    const answers = await Promise.allSettled([
      approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId }),
      rejectIdentityVerification(other, rejection(ctx, verificationId)),
    ]);
    const lost = answers.find((answer) => answer.status === "rejected");
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(lost).toMatchObject({ reason: { code: "conflict", reason: "verificationDecided" } });
    expect(await auditOf(ctx, "espalier:DecideIdentityVerification")).toHaveLength(1);
  });

  it("sent twice by the same operator is one decision", async () => {
    const { ctx, verificationId } = await submitted();
    const approve = () => approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId });
    await approve();
    expect(await refusalOf(approve())).toBeInstanceOf(AlreadyDone);
    expect(await auditOf(ctx, "espalier:DecideIdentityVerification")).toHaveLength(1);
  });

  it("is told by mail, with every reason in the recipient's language", async () => {
    const { ctx, verificationId } = await submitted();
    await rejectIdentityVerification(operator, rejection(ctx, verificationId));
    const reason =
      "One or more documents cannot be accepted. Two things.\nIdentity document, back: Cannot be read. Too dark.";
    expect(await mailOf(ctx)).toMatchObject([
      { kind: "verification-rejected", locale: "en", params: { accountName: ctx.account.name, reason } },
    ]);
    expect(wordRejection("zh-CN", { reason: { code: "details", note: "" }, documents: {} })).toBe(
      "填写的信息与材料不一致。",
    );
  });

  it("counts for the submission that was looked at, not for its successor", async () => {
    const { ctx, verificationId } = await submitted();
    await rejectIdentityVerification(operator, rejection(ctx, verificationId));
    const back = await again(ctx);
    await saveIdentityVerification(back, person());
    await uploadIdentityDocument(back, { slot: "identity-back", file: pdf(2) });
    await submitIdentityVerification(back);
    expect(
      await refusalOf(approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId })),
    ).toMatchObject({ code: "conflict" });
    expect(await getIdentityVerification(back)).toMatchObject({ verification: "submitted" });
  });

  it("answers alike for a draft, another account's submission and a made-up one", async () => {
    const { ctx } = await submitted();
    const foreign = await submitted();
    const drafting = await applicant();
    await saveIdentityVerification(drafting, person());
    const [draft] = await submissionsOf(drafting);
    for (const [who, verificationId] of [
      [ctx, foreign.verificationId],
      [ctx, newId()],
      [drafting, draft?.id ?? ""],
    ] as const) {
      const refusal = await refusalOf(
        approveIdentityVerification(operator, { accountId: who.accountId, verificationId }),
      );
      expect(refusal).toMatchObject({ code: "not-found", noun: "identity-verification", details: {} });
    }
    expect(await getIdentityVerification(foreign.ctx)).toMatchObject({ verification: "submitted" });
  });

  it("is nobody's in the account itself", async () => {
    const { ctx, verificationId } = await submitted();
    const asRoot = { ...operator, policies: ctx.policies };
    expect(
      await refusalOf(approveIdentityVerification(asRoot, { accountId: ctx.accountId, verificationId })),
    ).toMatchObject({ code: "forbidden" });
    expect(await getIdentityVerification(ctx)).toMatchObject({ verification: "submitted" });
  });

  it("leaves nothing behind when it throws", async () => {
    const { ctx, verificationId } = await submitted();
    const wrongSlot = {
      ...rejection(ctx, verificationId),
      documents: { "business-licence": { code: "other", note: "x" } },
    };
    expect(await refusalOf(rejectIdentityVerification(operator, wrongSlot as never))).toMatchObject({
      code: "invalid-input",
    });
    expect(await submissionsOf(ctx)).toMatchObject([{ state: "submitted", reason: "", decidedAt: null }]);
    expect(await auditOf(ctx, "espalier:DecideIdentityVerification")).toEqual([]);
  });

  it("needs a reason, and words where the reason is another one", () => {
    const base = { accountId: newId(), verificationId: newId() };
    const issues = (form: object) =>
      RejectIdentityVerificationForm.safeParse({ ...base, ...form }).error?.issues.map(({ path, message }) => [
        path.join("."),
        message,
      ]);
    expect(issues({})).toEqual([["reason", "chooseOne"]]);
    expect(issues({ reason: "other" })).toEqual([["note", "reasonNote"]]);
    expect(issues({ reason: "documents" })).toEqual([["reason", "reasonDocuments"]]);
    expect(issues({ reason: "details", "identity-back-note": "dark" })).toEqual([["identity-back", "chooseOne"]]);
    expect(issues({ reason: "documents", "identity-back": "unreadable" })).toBeUndefined();
  });
});

describe("documents", () => {
  it("lie sealed, private and under a name that says nothing; replaced and removed ones are gone", async () => {
    const ctx = await applicant();
    await saveIdentityVerification(ctx, person());
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) });
    const [first] = await documentsOf(ctx);
    const path = pathOf(first?.storedAs ?? "");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path).includes("PNG")).toBe(false);
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(1) });
    expect(existsSync(path)).toBe(false);
    const [second] = await documentsOf(ctx);
    await deleteIdentityDocument(ctx, { id: second?.id ?? "" });
    expect(existsSync(pathOf(second?.storedAs ?? ""))).toBe(false);
    expect(await documentsOf(ctx)).toEqual([]);
  });

  it("that are not what they say leave no file, no row and no event", async () => {
    const ctx = await applicant();
    await saveIdentityVerification(ctx, person());
    const files = filesNow();
    const pictureBytes = new Uint8Array(await picture.arrayBuffer());
    const hostile: [string, string, Uint8Array | string, string][] = [
      ["id.png", "image/png", "<svg onload=alert(1)>", "fileType"],
      ["id.pdf", "application/pdf", pictureBytes, "fileType"],
      ["id.png", "image/png", "", "fileEmpty"],
      ["../../id.html", "text/html", "<script>", "fileType"],
      ["id.png", "image/png", pictureBytes.subarray(0, 40), "fileDamaged"],
    ];
    for (const [name, type, content, problem] of hostile) {
      const file = new File([content as BlobPart], name, { type });
      expect(await refusalOf(uploadIdentityDocument(ctx, { slot: "identity-front", file })), name).toMatchObject({
        code: "invalid-input",
        reason: problem,
        details: { field: "file" },
      });
    }
    expect(await refusalOf(uploadIdentityDocument(ctx, { slot: "business-licence", file: pdf() }))).toMatchObject({
      code: "invalid-input",
    });
    expect([filesNow(), await documentsOf(ctx)]).toEqual([files, []]);
    expect(await auditOf(ctx, "espalier:UploadIdentityDocument")).toEqual([]);
  });

  it("of another account and made-up ones answer alike, to applicants and through an operator", async () => {
    const [own, foreign] = [await applicant(), await submitted()];
    await saveIdentityVerification(own, person());
    const [theirs] = await documentsOf(foreign.ctx);
    for (const id of [theirs?.id ?? "", newId()]) {
      const expected = { code: "not-found", noun: "identity-document", details: {} };
      expect(await refusalOf(readIdentityDocument(own, { id }))).toMatchObject(expected);
      expect(await refusalOf(deleteIdentityDocument(own, { id }))).toMatchObject(expected);
    }
    expect(existsSync(pathOf(theirs?.storedAs ?? ""))).toBe(true);
  });

  it("are read on the record", async () => {
    const { ctx } = await submitted();
    const [document] = await documentsOf(ctx);
    await readIdentityDocument(ctx, { id: document?.id ?? "" });
    expect(await auditOf(ctx, "espalier:ReadIdentityDocument")).toMatchObject([
      { actorType: "root-user", after: { slot: document?.slot, documentId: document?.id } },
    ]);
  });

  it("may be as large as the form says", () => {
    expect(documentBytesMax).toBe(maximumDocumentBytes);
  });

  it("a draft that becomes a company's keeps no back of an identity document", async () => {
    const ctx = await applicant();
    await saveIdentityVerification(ctx, person());
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: pdf(0) });
    await uploadIdentityDocument(ctx, { slot: "identity-back", file: pdf(1) });
    const back = (await documentsOf(ctx)).find(({ slot }) => slot === "identity-back");
    await saveIdentityVerification(ctx, company);
    expect((await documentsOf(ctx)).map(({ slot }) => slot)).toEqual(["identity-front"]);
    expect(existsSync(pathOf(back?.storedAs ?? ""))).toBe(false);
  });
});

describe("the verification of an account", () => {
  it("is refused to a sub-account in every way, and open to an administrator", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const ada = await buildSubAccount(root);
    for (const attempt of [
      () => getIdentityVerification(ada),
      () => findUsualWait(ada),
      () => saveIdentityVerification(ada, person()),
      () => uploadIdentityDocument(ada, { slot: "identity-front", file: pdf() }),
      () => deleteIdentityDocument(ada, { id: newId() }),
      () => readIdentityDocument(ada, { id: newId() }),
      () => submitIdentityVerification(ada),
    ]) {
      expect(await refusalOf(attempt())).toMatchObject({ code: "forbidden", noun: "identity-verification" });
    }
    const admin = await buildSubAccount(root, { policies: ["AdministratorAccess"] });
    expect(await getIdentityVerification(admin)).toMatchObject({ verification: "approved", current: undefined });
  });

  it("keeps names and numbers sealed: neither in its row nor in the audit log", async () => {
    const { ctx } = await submitted("P99CANARY");
    const [row] = await submissionsOf(ctx);
    const stored = `${JSON.stringify(row)} ${row?.sealedFields.toString("latin1")} ${row?.sealedFields.toString("utf8")}`;
    const audit = JSON.stringify(await rowsOf(ctx, (tx) => tx.select().from(auditEvents)));
    for (const secret of ["Canary", "CANARY", "王小明", "徐汇"]) {
      expect(stored).not.toContain(secret);
      expect(audit).not.toContain(secret);
    }
  });
});

describe("the operators' side", () => {
  it("lists submissions only, oldest first, to operators only", async () => {
    const first = await submitted();
    const second = await submitted();
    const drafting = await applicant();
    await saveIdentityVerification(drafting, person());
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listIdentityVerifications(operator, { state: "submitted", cursor });
      ids.push(...page.rows.map(({ accountId }) => accountId));
      cursor = page.older;
    } while (cursor);
    expect(ids.indexOf(first.ctx.accountId)).toBeGreaterThanOrEqual(0);
    expect(ids.indexOf(first.ctx.accountId)).toBeLessThan(ids.indexOf(second.ctx.accountId));
    expect(ids).not.toContain(drafting.accountId);
    await expect(
      listIdentityVerifications({ ...operator, policies: first.ctx.policies }, { state: "all", cursor: undefined }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(() => authorizePlatform(operator, "platform:ListIdentityVerifications")).not.toThrow();
  });

  it("opens a submission on the record, says whose number it also is, and knows the next", async () => {
    const number = `D${newId().slice(-10)}`;
    const first = await submitted(`${number.slice(0, 4)} ${number.slice(4).toLowerCase()}`);
    const second = await submitted(number);
    const review = await reviewIdentityVerification(operator, second.ctx.accountId);
    expect(review.submission.fields).toMatchObject({ documentNumber: number.toUpperCase() });
    expect(review.sameNumber).toMatchObject([{ accountId: first.ctx.accountId, verification: "submitted" }]);
    expect(review.next).toBeDefined();
    expect(review.next).not.toBe(second.ctx.accountId);
    expect(await auditOf(second.ctx, "espalier:GetIdentityVerification")).toMatchObject([{ actorType: "operator" }]);
  });

  it("tells the usual wait once there are five decisions, from those alone", async () => {
    for (let count = 0; count < 5; count++) {
      const { ctx, verificationId } = await submitted();
      await approveIdentityVerification(operator, { accountId: ctx.accountId, verificationId });
    }
    const hours = await findUsualWait(await applicant());
    expect(hours).toBeGreaterThan(0.9);
    expect(hours).toBeLessThan(1.01);
  });

  it("shows no draft, and answers alike for an account without submission and a made-up one", async () => {
    const drafting = await applicant();
    await saveIdentityVerification(drafting, person());
    for (const accountId of [drafting.accountId, newId() as Context["accountId"]]) {
      expect(await refusalOf(reviewIdentityVerification(operator, accountId))).toMatchObject({ code: "not-found" });
    }
  });
});
