import "server-only";
import { promisify } from "node:util";
import { inflate } from "node:zlib";

type PdfProblem = "fileDamaged" | "fileEncrypted" | "fileActiveContent";

const inflateBytes = promisify(inflate);
/** Object streams hold the document's structure; real ones are some hundred kilobytes. */
const largestObjectStream = 8 * 2 ** 20;
const mostObjectStreams = 200;

const encrypted = /\/Encrypt(?![A-Za-z0-9])/;
const active = /\/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|ImportData|SubmitForm|XFA)(?![A-Za-z0-9])/;

/**
 * Refuses what is not a whole PDF, is encrypted, or names scripts, programs, forms that send, or attachments, in its
 * objects and in compressed object streams. A first sieve, not a virus scanner: a reader must still distrust the file.
 */
export async function findPdfProblem(bytes: Buffer): Promise<PdfProblem | null> {
  const text = bytes.toString("latin1");
  if (!/^%PDF-[12]\.\d/.test(text)) return "fileDamaged";
  if (!/startxref\s+\d+\s+%%EOF/.test(text.slice(-1024))) return "fileDamaged";
  const parts = splitStreams(text);
  if (!parts) return "fileDamaged";
  const structure = unescapeNames(parts.outside);
  if (encrypted.test(structure)) return "fileEncrypted";
  if (active.test(structure)) return "fileActiveContent";
  if (parts.objectStreams.length > mostObjectStreams) return "fileDamaged";
  for (const { dictionary, body } of parts.objectStreams) {
    const objects = await readObjectStream(dictionary, body);
    if (objects === null) return "fileDamaged";
    if (active.test(unescapeNames(objects))) return "fileActiveContent";
  }
  return null;
}

interface Stream {
  dictionary: string;
  body: string;
}

/** Compressed pictures contain every short name by chance, so only what lies outside of streams is searched. */
function splitStreams(text: string): { outside: string; objectStreams: Stream[] } | null {
  const outside: string[] = [];
  const objectStreams: Stream[] = [];
  const opening = />>\s*stream\r?\n/g;
  let from = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const before = text.slice(from, match.index);
    const end = text.indexOf("endstream", opening.lastIndex);
    if (end < 0) return null;
    outside.push(before);
    const dictionary = unescapeNames(before.slice(before.lastIndexOf(" obj") + 1));
    if (/\/ObjStm(?![A-Za-z0-9])/.test(dictionary)) {
      objectStreams.push({ dictionary, body: text.slice(opening.lastIndex, end) });
    }
    from = end;
    opening.lastIndex = end;
  }
  outside.push(text.slice(from));
  return { outside: outside.join("\n"), objectStreams };
}

async function readObjectStream(dictionary: string, body: string): Promise<string | null> {
  if (!/\/Filter/.test(dictionary)) return body;
  if (!/\/Filter\s*(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])(?![A-Za-z0-9])/.test(dictionary)) return null;
  try {
    const bytes = await inflateBytes(Buffer.from(body, "latin1"), { maxOutputLength: largestObjectStream });
    return bytes.toString("latin1");
  } catch {
    return null;
  }
}

/** A name may be spelled with escapes: `/J#61vaScript`. */
function unescapeNames(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
