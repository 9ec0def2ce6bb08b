import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/foundation/ids";
import {
  applicant,
  auditOf,
  buildPicture,
  company,
  documentsOf,
  filesNow,
  pathOf,
  pdf,
  person,
  refusalOf,
  submitted,
} from "@/tests/support/build-identity-verification";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { deleteIdentityDocument } from "./delete-identity-document";
import { maximumDocumentBytes } from "./inspect-document";
import { readIdentityDocument } from "./read-identity-document";
import { saveIdentityVerification } from "./save-identity-verification";
import { documentBytesMax } from "./schema";
import { uploadIdentityDocument } from "./upload-identity-document";

takeOwnDataDirectory();

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
    const pictureBytes = new Uint8Array(await (await buildPicture()).arrayBuffer());
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
