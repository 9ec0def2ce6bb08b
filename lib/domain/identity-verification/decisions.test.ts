import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { openForPlatform } from "@/lib/foundation/data-keys";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";
import {
  again,
  applicant,
  auditOf,
  operator,
  pdf,
  person,
  refusalOf,
  rejection,
  submissionsOf,
  submitted,
} from "@/tests/support/build-identity-verification";
import { approveIdentityVerification } from "./approve-identity-verification";
import { findUsualWait } from "./find-usual-wait";
import { getIdentityVerification, listIdentityVerifications } from "./queries";
import { rejectIdentityVerification } from "./reject-identity-verification";
import { reviewIdentityVerification } from "./review-identity-verification";
import { saveIdentityVerification } from "./save-identity-verification";
import { RejectIdentityVerificationForm } from "./schema";
import { submitIdentityVerification } from "./submit-identity-verification";
import { uploadIdentityDocument } from "./upload-identity-document";
import { wordRejection } from "./word-rejection";

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
      const anHourLater = { ...operator, now: new Date(Date.now() + 3_600_000) };
      await approveIdentityVerification(anHourLater, { accountId: ctx.accountId, verificationId });
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
