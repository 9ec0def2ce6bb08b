import { execFileSync } from "node:child_process";
import { findProgram } from "./machine";

/** The text of a PDF, line by line as it stands on the page. */
export function readPdf(file: Buffer): string[] {
  const text = execFileSync(findProgram("pdftotext"), ["-layout", "-enc", "UTF-8", "-", "-"], {
    input: file,
    encoding: "utf8",
  });
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** The amount that ends the first line which begins so: plain, with a point. */
export function amountAfter(lines: readonly string[], label: string): string {
  const line = lines.find((one) => one.trimStart().startsWith(label)) ?? "";
  return (/[\u2212\d,.]+$/.exec(line.trimEnd())?.[0] ?? "").replaceAll(",", "").replace("\u2212", "-");
}
