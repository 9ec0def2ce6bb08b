import { gzipSync } from "node:zlib";
import { drawDocument } from "../support/draw-document";
import { encodeMultipart, type Part } from "../support/encode-multipart";
import { fieldFault, scrapeForm } from "../support/scrape-form";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { builtActions } from "./built-addresses";
import { hostileValues } from "./hostile-input";
import { expect, test } from "./test";

const action = (wanted: string) => builtActions().find(({ name }) => name === wanted)?.id ?? "";

test("an upload is refused at its field unless it is the document it says, and nothing of it is kept", async ({
  http,
  origin,
  maker,
  cookieOf,
}) => {
  const account = uniqueName("upload");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: false });
  const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  const post = async (path: string, parts: Part[]) => {
    const { body, type } = encodeMultipart(parts);
    return http({ method: "POST", path, cookie, headers: { origin, "content-type": type }, body });
  };
  const details = await http({ path: "/identity-verification/details?kind=personal", cookie });
  const draft = { ...scrapeForm(details.body, action("saveIdentityVerificationAction")), intent: "save" };
  const saved = await post("/identity-verification/details?kind=personal", partsOf(draft));
  expect([saved.status, saved.location]).toEqual([303, "/identity-verification"]);
  const page = await http({ path: "/identity-verification", cookie });
  const hidden = partsOf(scrapeForm(page.body, action("uploadIdentityDocumentAction")));

  const png = await drawDocument("front");
  const jpeg = await drawDocument("front", "jpeg");
  const pdf = Buffer.from("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
  const huge = Buffer.concat([png, Buffer.alloc(5 * 2 ** 20)]);
  const bad: [string, Part][] = [
    ["nothing", file(Buffer.alloc(0), "", "application/octet-stream")],
    ["an empty file", file(Buffer.alloc(0), "a.png", "image/png")],
    ["one byte", file(Buffer.from("x"), "a.png", "image/png")],
    ["text", file(Buffer.from("hello"), "a.png", "image/png")],
    [
      "markup",
      file(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "a.svg", "image/svg+xml"),
    ],
    ["markup that says it is a picture", file(Buffer.from("<html><script>alert(1)</script>"), "a.png", "image/png")],
    ["a GIF", file(Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), "a.png", "image/png")],
    ["a program", file(Buffer.from("\x7fELF\x02\x01\x01", "latin1"), "a.pdf", "application/pdf")],
    ["an archive", file(gzipSync("x"), "a.png", "image/png")],
    ["a zip", file(Buffer.from("PK\x03\x04", "latin1"), "a.pdf", "application/pdf")],
    ["the head of a PNG", file(png.subarray(0, 60), "a.png", "image/png")],
    ["half a PNG", file(png.subarray(0, png.length / 2), "a.png", "image/png")],
    ["half a JPEG", file(jpeg.subarray(0, 300), "a.jpg", "image/jpeg")],
    ["a PNG named PDF", file(png, "a.pdf", "application/pdf")],
    ["a JPEG named PNG", file(jpeg, "a.png", "image/png")],
    ["a PNG with another type", file(png, "a.png", "text/html")],
    [
      "a PDF that runs",
      file(Buffer.concat([pdf, Buffer.from("/JavaScript (app.alert(1)) /OpenAction")]), "a.pdf", "application/pdf"),
    ],
    ["only the head of a PDF", file(Buffer.from("%PDF-1.7"), "a.pdf", "application/pdf")],
    ["more than 5 MB", file(huge, "a.png", "image/png")],
    ["a name of 300 characters", file(png, `${"n".repeat(300)}.png`, "image/png")],
    ["a name with invisible marks", file(png, "a\u202Egnp.exe.png", "image/png")],
    ["a text field", { name: "file", value: "no file at all" }],
  ];
  const faults: string[] = [];
  for (const [label, part] of bad) {
    const answer = await post("/identity-verification", [...hidden, part]);
    if (answer.status !== 200) faults.push(`${label}: ${answer.status} ${answer.location}`);
    else if (!fieldFault(answer.body, "file").words) faults.push(`${label}: the field says nothing`);
  }
  for (const [label, value] of hostileValues) {
    const parts = [
      ...hidden.filter(({ name }) => name !== "slot"),
      { name: "slot", value },
      file(png, "a.png", "image/png"),
    ];
    const { status, body } = await post("/identity-verification", parts);
    if (status !== 200 || !body.includes('role="alert"')) faults.push(`slot ${label}: ${status}`);
  }
  expect(faults).toEqual([]);
  expect(await maker.documentIds({ account })).toEqual({ ids: [] });

  const good = await post("/identity-verification", [...hidden, file(png, "../../a.png", "image/png")]);
  expect([good.status, good.location]).toEqual([303, "/identity-verification"]);
  const { ids } = await maker.documentIds({ account });
  expect(ids).toHaveLength(1);
  const kept = await http({ path: `/identity-verification/documents/${ids[0]}`, cookie });
  expect(kept.status).toBe(200);
  expect(kept.headers["content-security-policy"]).toMatch(/sandbox/);
  expect(kept.headers["x-content-type-options"]).toBe("nosniff");
  expect(String(kept.headers["content-disposition"])).not.toContain("..");
});

function partsOf(fields: Record<string, string>): Part[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value }));
}

function file(value: Buffer, fileName: string, type: string): Part {
  return { name: "file", value, fileName, type };
}
