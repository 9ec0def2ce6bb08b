import "server-only";
import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { findPdfProblem } from "./inspect-pdf";
import { readImageSize } from "./read-image-size";
import { reencodeImage, reencodingLimits } from "./reencode-image";

/** Message keys below `errors`. */
type DocumentProblem =
  | "fileEmpty"
  | "fileTooLarge"
  | "fileType"
  | "fileDamaged"
  | "fileTooManyPixels"
  | "fileEncrypted"
  | "fileActiveContent";

interface UploadedFile {
  /** Only its ending is looked at; it is never a path. */
  fileName: string;
  /** The media type that the browser declared. */
  declaredType: string;
  bytes: Buffer;
}

export interface InspectedDocument {
  mediaType: "application/pdf" | "image/jpeg" | "image/png";
  /** What is kept: pictures are written anew, PDFs are as they came. */
  bytes: Buffer;
  /** Of `bytes`, hex. */
  sha256: string;
  width?: number;
  height?: number;
}

export type Inspection = { ok: true; document: InspectedDocument } | { ok: false; problem: DocumentProblem };

/** security.md §1.13. */
export const maximumDocumentBytes = 5 * 2 ** 20;

const kinds = {
  pdf: "application/pdf",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
} as const;

/** Takes nothing on trust: ending, declared type and content must agree, and pictures lose all but their pixels. */
export async function inspectDocument({ fileName, declaredType, bytes }: UploadedFile): Promise<Inspection> {
  if (bytes.length === 0) return refuse("fileEmpty");
  if (bytes.length > maximumDocumentBytes) return refuse("fileTooLarge");
  const mediaType = mediaTypeOf(fileName);
  const declared = declaredType.split(";", 1)[0]?.trim().toLowerCase();
  if (!mediaType || declared !== mediaType) return refuse("fileType");
  const found = await fileTypeFromBuffer(bytes);
  if (found?.mime !== mediaType) return refuse("fileType");
  return mediaType === "application/pdf" ? inspectPdf(bytes) : inspectImage(bytes, mediaType);
}

async function inspectPdf(bytes: Buffer): Promise<Inspection> {
  const problem = await findPdfProblem(bytes);
  return problem ? refuse(problem) : accept({ mediaType: "application/pdf", bytes });
}

async function inspectImage(bytes: Buffer, mediaType: "image/jpeg" | "image/png"): Promise<Inspection> {
  const size = readImageSize(bytes, mediaType);
  if (!size) return refuse("fileDamaged");
  if (size.width * size.height > reencodingLimits.megapixels * 1e6) return refuse("fileTooManyPixels");
  const clean = await reencodeImage(bytes, mediaType === "image/png" ? "png" : "jpeg");
  const cleanSize = clean && readImageSize(clean, mediaType);
  if (!clean || !cleanSize) return refuse("fileDamaged");
  return accept({ mediaType, bytes: clean, ...cleanSize });
}

function mediaTypeOf(fileName: string): InspectedDocument["mediaType"] | null {
  const ending = /\.([A-Za-z]{3,4})$/.exec(fileName)?.[1]?.toLowerCase();
  return ending && Object.hasOwn(kinds, ending) ? kinds[ending as keyof typeof kinds] : null;
}

function accept(document: Omit<InspectedDocument, "sha256">): Inspection {
  return { ok: true, document: { ...document, sha256: createHash("sha256").update(document.bytes).digest("hex") } };
}

function refuse(problem: DocumentProblem): Inspection {
  return { ok: false, problem };
}
