import "server-only";
import PDFDocument from "pdfkit";
import type { Locale } from "@/lib/foundation/messages";
import { openFonts } from "./open-fonts";

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
  /** A letter was written that no font has: a box stands for it. */
  hasBoxes: () => boolean;
}

const ink = { plain: "#16181d", quiet: "#5b616e", rule: "#c9cdd4" };
const smallest = 5;

/** An empty A4 document. */
export function openSheet({ locale, title, author }: { locale: Locale; title: string; author: string }): Sheet {
  const doc = new PDFDocument({
    // No font to begin with: one of the same name would be opened anew at each use.
    ...{ size: "A4", margin: 0, autoFirstPage: false, font: null as unknown as string },
    ...{ pdfVersion: "1.7", tagged: true, lang: locale, displayTitle: true },
    info: { Title: title, Author: author, Producer: "Espalier", Creator: "Espalier" },
  });
  const { runsOf, lacked } = openFonts(doc);
  return {
    doc,
    hasBoxes: lacked,
    write(given, { x, y, width, size = 8.5, right = false, strong = false, quiet = false }) {
      // The font has the curly one as wide as a Chinese character.
      const runs = runsOf(given.replaceAll("\u2019", "'"), strong ? 600 : 400);
      const widths = runs.map(({ font, text }) => doc.font(font).fontSize(size).widthOfString(text));
      const natural = widths.reduce((sum, one) => sum + one, 0);
      // Names are never cut: what is too wide is written smaller.
      const shrunk = natural > width ? Math.max(smallest, (size * width) / natural) : size;
      const scale = shrunk / size;
      let at = right ? x + width - natural * scale : x;
      doc.fontSize(shrunk).fillColor(quiet ? ink.quiet : ink.plain);
      for (const [index, { font, text }] of runs.entries()) {
        doc.font(font).text(text, at, y, { lineBreak: false, baseline: "alphabetic" });
        at += (widths[index] ?? 0) * scale;
      }
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
