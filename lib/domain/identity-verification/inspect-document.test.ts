import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { inspectDocument, maximumDocumentBytes } from "./inspect-document";
import { reencodeImage, reencodingLimits } from "./reencode-image";

const canary = "CANARY-31.2304N-121.4737E";
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } }).withExif({
    IFD0: { ImageDescription: canary, Copyright: canary },
    IFD3: { GPSLatitude: "31/1 13/1 49/1" },
  });

let jpeg = Buffer.alloc(0);
let png = Buffer.alloc(0);

beforeAll(async () => {
  jpeg = await picture(60, 40)
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { ImageDescription: canary } })
    .jpeg()
    .toBuffer();
  png = await picture(50, 30).png().toBuffer();
});

function pngHeader(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const content = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(content), 4);
    return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(64))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function pdf(objects: string | Buffer, version = "1.7"): Buffer {
  return Buffer.concat([
    Buffer.from(`%PDF-${version}\n%\u00e2\u00e3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n`, "latin1"),
    Buffer.from(objects),
    Buffer.from("\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"),
  ]);
}

const objectStream = (content: string, dictionary = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode") =>
  Buffer.concat([
    Buffer.from(`5 0 obj\n<<${dictionary}>>\nstream\n`),
    deflateSync(content),
    Buffer.from("\nendstream\nendobj\n"),
  ]);

const inspect = (bytes: Buffer, fileName: string, declaredType: string) =>
  inspectDocument({ fileName, declaredType, bytes });
const refusal = (problem: string) => ({ ok: false, problem });

describe("pictures", () => {
  test("are kept as pixels only: place, time, owner and comments are gone, and they stand upright", async () => {
    expect(jpeg.includes(canary)).toBe(true);
    const inspected = await inspect(jpeg, "Passport.JPG", "image/jpeg");
    if (!inspected.ok) throw new Error(inspected.problem);
    const { document } = inspected;
    expect(document).toMatchObject({ mediaType: "image/jpeg", width: 40, height: 60 });
    expect(document.bytes.includes(canary)).toBe(false);
    expect(document.bytes.includes("Exif")).toBe(false);
    const metadata = await sharp(document.bytes).metadata();
    expect(metadata).toMatchObject({ format: "jpeg", width: 40, height: 60 });
    expect(metadata.exif).toBeUndefined();
    expect(document.sha256).toBe(createHash("sha256").update(document.bytes).digest("hex"));
  });

  test("lose what is hidden behind their end", async () => {
    const polyglot = Buffer.concat([png, Buffer.from(`PK\u0003\u0004<script>${canary}</script>`)]);
    const inspected = await inspect(polyglot, "id.png", "image/png");
    if (!inspected.ok) throw new Error(inspected.problem);
    expect(inspected.document).toMatchObject({ mediaType: "image/png", width: 50, height: 30 });
    expect(inspected.document.bytes.includes(canary)).toBe(false);
  });

  test("of more than 50 megapixels are refused by their header, before anything decodes them", async () => {
    const begun = performance.now();
    expect(await inspect(pngHeader(40_000, 40_000), "bomb.png", "image/png")).toEqual(refusal("fileTooManyPixels"));
    expect(await inspect(pngHeader(0xffff_ffff, 0xffff_ffff), "bomb.png", "image/png")).toEqual(
      refusal("fileTooManyPixels"),
    );
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test("that break off, or hold something else than they announce, are damaged", async () => {
    expect(await inspect(jpeg.subarray(0, jpeg.length / 2), "a.jpg", "image/jpeg")).toEqual(refusal("fileDamaged"));
    expect(await inspect(pngHeader(500, 500), "a.png", "image/png")).toEqual(refusal("fileDamaged"));
    expect(await inspect(pngHeader(0, 5), "a.png", "image/png")).toEqual(refusal("fileDamaged"));
  });
});

describe("the child process", () => {
  test("decodes only the announced format", async () => {
    expect(await reencodeImage(png, "jpeg")).toBeNull();
    expect(await reencodeImage(await picture(9, 9).webp().toBuffer(), "png")).toBeNull();
    expect(
      await reencodeImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), "png"),
    ).toBeNull();
  });

  test("is stopped by each of its limits", async () => {
    const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    expect(await reencodeImage(large, "png", { ...reencodingLimits, megapixels: 11 })).toBeNull();
    expect(await reencodeImage(large, "png", { ...reencodingLimits, milliseconds: 20 })).toBeNull();
    expect(await reencodeImage(large, "png", { ...reencodingLimits, megabytes: 30 })).toBeNull();
    expect(await reencodeImage(large, "png", { ...reencodingLimits, outputBytes: 100 })).toBeNull();
    expect(await reencodeImage(large, "png")).toBeInstanceOf(Buffer);
  });
});

describe("PDF files", () => {
  test("are kept byte for byte", async () => {
    const bytes = pdf("2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n");
    const inspected = await inspect(bytes, "licence.pdf", "application/pdf");
    expect(inspected).toMatchObject({ ok: true, document: { mediaType: "application/pdf", bytes } });
  });

  test("may contain compressed pictures whose bytes look like names", async () => {
    const bytes = pdf("3 0 obj\n<</Length 40>>\nstream\n..../JS ../Launch ../Encrypt ..\nendstream\nendobj\n");
    expect(await inspect(bytes, "a.pdf", "application/pdf")).toMatchObject({ ok: true });
    expect(await inspect(pdf(objectStream("7 0 <</Type/Page>>")), "a.pdf", "application/pdf")).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ["a script", "3 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj"],
    ["a script, spelled with escapes", "3 0 obj\n<</S/J#61vaScr#69pt>>\nendobj"],
    ["a program", "3 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"],
    ["an attachment", "3 0 obj\n<</Type/EmbeddedFile>>\nendobj"],
    ["a script in a compressed object", objectStream("7 0 <</S/JavaScript>>")],
    ["a script in a compressed object, spelled with escapes", objectStream("7 0 <</S/#4aavaScript>>")],
    [
      "a script in a plain object stream",
      "5 0 obj\n<</Type/ObjStm>>\nstream\n7 0 <</S/JavaScript>>\nendstream\nendobj",
    ],
  ])("with %s are refused", async (_, objects) => {
    expect(await inspect(pdf(objects), "a.pdf", "application/pdf")).toEqual(refusal("fileActiveContent"));
  });

  test("that are encrypted are refused, and told apart", async () => {
    expect(await inspect(pdf("<</Encrypt 9 0 R>>"), "a.pdf", "application/pdf")).toEqual(refusal("fileEncrypted"));
  });

  test("that are not whole, or whose object streams cannot be read, are damaged", async () => {
    const whole = pdf("2 0 obj\n<<>>\nendobj");
    const unreadable = objectStream("x", "/Type/ObjStm/Filter[/ASCII85Decode/FlateDecode]");
    const bomb = objectStream(" ".repeat(9 * 2 ** 20));
    for (const bytes of [
      whole.subarray(0, whole.length - 20),
      pdf("", "3.0"),
      pdf("3 0 obj\n<</Length 9>>\nstream\nnever ends"),
      pdf(unreadable),
      pdf(bomb),
      pdf(Buffer.concat(Array.from({ length: 201 }, () => objectStream("x")))),
    ]) {
      expect(await inspect(bytes, "a.pdf", "application/pdf")).toEqual(refusal("fileDamaged"));
    }
  });

  test("cannot hold up the server by their shape", async () => {
    const begun = performance.now();
    for (const filler of ["<<>>", ">> \n", "/J#", "endstream ", ">>stream\n", "   "]) {
      await inspect(pdf(filler.repeat(4_500_000 / filler.length)), "a.pdf", "application/pdf");
    }
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe("anything else", () => {
  test("empty and too large files are refused first", async () => {
    expect(await inspect(Buffer.alloc(0), "a.pdf", "application/pdf")).toEqual(refusal("fileEmpty"));
    expect(await inspect(Buffer.alloc(maximumDocumentBytes + 1), "a.pdf", "application/pdf")).toEqual(
      refusal("fileTooLarge"),
    );
  });

  test("ending, declared type and content must agree", async () => {
    const whole = pdf("2 0 obj\n<<>>\nendobj");
    for (const [bytes, name, type] of [
      [jpeg, "a.png", "image/png"],
      [jpeg, "a.jpg", "image/png"],
      [jpeg, "a.pdf", "image/jpeg"],
      [png, "a.jpg", "image/jpeg"],
      [whole, "a.jpg", "image/jpeg"],
      [whole, "a.pdf", "application/octet-stream"],
      [Buffer.concat([Buffer.from("\n"), whole]), "a.pdf", "application/pdf"],
      [jpeg, "a.jpg.exe", "image/jpeg"],
      [jpeg, "jpg", "image/jpeg"],
      [jpeg, "a.jpg\0.png", "image/png"],
      [jpeg, "a.constructor", "image/jpeg"],
      [Buffer.from("PK\u0003\u0004 an archive"), "a.zip", "application/zip"],
      [Buffer.from("<svg/>"), "a.svg", "image/svg+xml"],
      [Buffer.from("GIF89a.............."), "a.png", "image/png"],
    ] as const) {
      expect(await inspect(Buffer.from(bytes), name, type), `${name} as ${type}`).toEqual(refusal("fileType"));
    }
  });

  test("whatever bytes come, the answer is a verdict and never an exception", async () => {
    const openings = [
      "",
      "%PDF-1.7\n",
      "\u0089PNG\r\n\u001a\n",
      "\u00ff\u00d8\u00ff\u00e0",
      "\u00ff\u00d8\u00ff\u00c0",
    ];
    const file = fc.record({
      opening: fc.constantFrom(...openings).map((text) => Buffer.from(text, "latin1")),
      rest: fc.uint8Array({ maxLength: 400 }),
      kind: fc.constantFrom(["a.pdf", "application/pdf"], ["a.png", "image/png"], ["a.jpeg", "image/jpeg"]),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ opening, rest, kind: [name = "", type = ""] }) => {
        expect(await inspect(Buffer.concat([opening, rest]), name, type)).toMatchObject({ ok: false });
      }),
      { numRuns: 150 },
    );
  });
});
