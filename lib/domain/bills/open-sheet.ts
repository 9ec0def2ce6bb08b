import "server-only";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import PDFDocument from "pdfkit";
import type { Locale } from "@/lib/foundation/messages";
import { unpackWoff } from "./unpack-woff";

export const page = {
  width: 595.28,
  height: 841.89,
  left: 48,
  right: 547.28,
  top: 60,
  bottom: 786,
  foot: 808,
} as const;

interface Place {
  x: number;
  /** Of the line that letters stand on. */
  y: number;
  width: number;
  size?: number;
  right?: boolean;
  strong?: boolean;
  quiet?: boolean;
}

/** A PDF being drawn, and the one way to write on it. */
export interface Sheet {
  doc: PDFKit.PDFDocument;
  write: (text: string, place: Place) => void;
  rule: (y: number, strong?: boolean) => void;
}

const ink = { plain: "#16181d", quiet: "#5b616e", rule: "#c9cdd4" };
const smallest = 5;

/** An empty document with the two fonts that say Chinese and Latin alike. */
export function openSheet({ locale, title, author }: { locale: Locale; title: string; author: string }): Sheet {
  fonts ??= { text: readFont(400), strong: readFont(600) };
  const doc = new PDFDocument({
    // No font to begin with: one of the same name would be opened anew at each use.
    ...{ size: "A4", margin: 0, autoFirstPage: false, font: null as unknown as string },
    ...{ pdfVersion: "1.7", tagged: true, lang: locale, displayTitle: true },
    info: { Title: title, Author: author, Producer: "Espalier", Creator: "Espalier" },
  });
  doc.registerFont("text", fonts.text);
  doc.registerFont("strong", fonts.strong);
  return {
    doc,
    write(given, { x, y, width, size = 8.5, right = false, strong = false, quiet = false }) {
      // The font has the curly one as wide as a Chinese character.
      const text = given.replaceAll("\u2019", "'");
      const natural = doc
        .font(strong ? "strong" : "text")
        .fontSize(size)
        .widthOfString(text);
      // Names are never cut: what is too wide is written smaller.
      const shrunk = natural > width ? Math.max(smallest, (size * width) / natural) : size;
      const start = right ? x + width - (natural * shrunk) / size : x;
      doc
        .fontSize(shrunk)
        .fillColor(quiet ? ink.quiet : ink.plain)
        .text(text, start, y, { lineBreak: false, baseline: "alphabetic" });
    },
    rule(y, strong = false) {
      doc.markContent("Artifact", { type: "Layout" });
      doc
        .moveTo(page.left, y)
        .lineTo(page.right, y)
        .lineWidth(strong ? 0.9 : 0.4)
        .strokeColor(strong ? ink.plain : ink.rule)
        .stroke();
      doc.endMarkedContent();
    },
  };
}

let fonts: { text: Buffer; strong: Buffer } | undefined;

/** Below the working directory: inside Next's bundle a module's own address leads nowhere. */
const fontFolder = join(process.cwd(), "node_modules/@fontsource/noto-sans-sc/files");

const readFont = (weight: number) =>
  unpackWoff(readFileSync(join(fontFolder, `noto-sans-sc-chinese-simplified-${weight}-normal.woff`)));
