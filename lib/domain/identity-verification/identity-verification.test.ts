import { existsSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit-events";
import type { Context } from "@/lib/authorization/context";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import {
  again,
  applicant,
  auditOf,
  buildPicture,
  company,
  documentsOf,
  filesNow,
  operator,
  pathOf,
  pdf,
  person,
  refusalOf,
  rejection,
  rowsOf,
  submissionsOf,
  submitted,
} from "@/tests/support/build-identity-verification";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { approveIdentityVerification } from "./approve-identity-verification";
import { deleteIdentityDocument } from "./delete-identity-document";
import { findUsualWait } from "./find-usual-wait";
import { getIdentityVerification } from "./queries";
import { readIdentityDocument } from "./read-identity-document";
import { rejectIdentityVerification } from "./reject-identity-verification";
import { saveIdentityVerification } from "./save-identity-verification";
import { submitIdentityVerification } from "./submit-identity-verification";
import { uploadIdentityDocument } from "./upload-identity-document";

takeOwnDataDirectory();

describe("the way of a verification", () => {
  it("leads from a draft over a refusal with reasons to approval, and the account follows in the same step", async () => {
    const ctx = await applicant();
    await saveIdentityVerification(ctx, { ...person(), intent: "save", documentNumber: "", address: "" } as never);
    const draft = await getIdentityVerification(ctx);
    expect(draft).toMatchObject({ verification: "unverified", current: { state: "draft", detailsComplete: false } });

    const details = person();
    await saveIdentityVerification(ctx, details);
    await uploadIdentityDocument(ctx, { slot: "identity-front", file: await buildPicture() });
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
