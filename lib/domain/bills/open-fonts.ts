import "server-only";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isReadFromRight } from "@/lib/foundation/right-to-left";
import { orderText } from "./order-text";
import { unpackWoff } from "./unpack-woff";

export type Weight = 400 | 600;

/** A piece of text whose letters are all of one font, known to the document by this name. */
export interface Run {
  font: string;
  text: string;
}

const main = "noto-sans-sc/files/noto-sans-sc-chinese-simplified";
/** A word that lacks a letter in the main font is written whole in another: with letters of two it looks patched. */
const words = /[\p{Script=Latin}\p{M}]+|[^\p{Script=Latin}\p{M}]/gu;

/**
 * The fonts of one document. The main one says Chinese and most of Latin; letters it lacks (Cyrillic, Greek, ő, ₩, rare
 * characters, Hangul, Thai, Hebrew, Arabic) are in small subsets, each opened when one of its letters first occurs. `runsOf`
 * answers as runs stand from the left. `lacked` is true once a letter came that none of them has, which prints as a box.
 */
export function openFonts(doc: PDFKit.PDFDocument): {
  runsOf: (text: string, weight: Weight) => Run[];
  lacked: () => boolean;
} {
  let anyLacked = false;
  const opened = new Map<string, OpenFont>();
  const open = (name: string): OpenFont => {
    doc.registerFont(name, readFont(name));
    const { font } = (doc.font(name) as unknown as { _font: { font: FontFile } })._font;
    const one = { font, has: new Map<string, boolean>() };
    opened.set(name, one);
    return one;
  };
  const has = (name: string, letter: string): boolean => {
    const { font, has: known } = opened.get(name) ?? open(name);
    const answer = known.get(letter) ?? font.hasGlyphForCodePoint(codeOf(letter));
    known.set(letter, answer);
    return answer;
  };
  const runsOf = (text: string, weight: Weight): Run[] =>
    orderText(text).flatMap(({ text, fromRight }) => {
      const runs = splitByFont(text, weight);
      return fromRight ? runs.map(turnCommon).toReversed() : runs;
    });
  const splitByFont = (text: string, weight: Weight): Run[] => {
    const first = nameOf(main, weight);
    if ([...text].every((letter) => has(first, letter))) return [{ font: first, text }];
    const runs: Run[] = [];
    for (const [word] of text.matchAll(words)) {
      const letters = [...word];
      const whole = letters.every((letter) => has(first, letter));
      for (const letter of letters) {
        const others = whole ? [] : subsetsWith(letter).map((subset) => nameOf(subset, weight));
        const other = others.find((name) => has(name, letter));
        anyLacked ||= other === undefined && !has(first, letter);
        const font = other ?? first;
        const last = runs.at(-1);
        if (last?.font === font) last.text += letter;
        else runs.push({ font, text: letter });
      }
    }
    return runs;
  };
  return { runsOf, lacked: () => anyLacked };
}

/** A font turns letters that are read from the right by itself, but not what stands between them. */
function turnCommon({ font, text }: Run): Run {
  return { font, text: isReadFromRight(text) ? text : [...text].toReversed().join("") };
}

/** What we ask of pdfkit's own font, which its types hide. */
interface FontFile {
  hasGlyphForCodePoint(code: number): boolean;
}

interface OpenFont {
  font: FontFile;
  /** The font looks a letter up anew each time, which takes longer than drawing it. */
  has: Map<string, boolean>;
}

const codeOf = (letter: string) => letter.codePointAt(0) ?? 0;
const nameOf = (file: string, weight: Weight) => `${file}-${weight}-normal.woff`;

/** Below the working directory: inside Next's bundle a module's own address leads nowhere. */
const folder = join(process.cwd(), "node_modules/@fontsource");

const unpacked = new Map<string, Buffer>();
function readFont(name: string): Buffer {
  const font = unpacked.get(name) ?? unpackWoff(readFileSync(join(folder, name)));
  unpacked.set(name, font);
  return font;
}

interface Subset {
  file: string;
  ranges: [from: number, to: number][];
}

/** Those with letters of one script each come last, and are opened by hardly any paper. */
const families = [
  "noto-sans",
  "noto-sans-sc",
  ...["noto-sans-kr", "noto-sans-thai", "noto-sans-hebrew", "noto-sans-arabic"],
];

let subsets: Subset[] | undefined;
/** Western letters first from the font that has all of them. */
function subsetsWith(letter: string): string[] {
  subsets ??= families.flatMap(readSubsets);
  const code = codeOf(letter);
  return subsets
    .filter(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
    .map(({ file }) => file);
}

/** Which letters each file is for: `{ "latin-ext": "U+0100-02BA,U+1E9E", "[4]": … }`. */
function readSubsets(family: string): Subset[] {
  const listed: Record<string, string> = JSON.parse(readFileSync(join(folder, family, "unicode.json"), "utf8"));
  return Object.entries(listed).map(([subset, letters]) => ({
    file: `${family}/files/${family}-${subset.replace(/[[\]]/g, "")}`,
    ranges: letters.split(",").map((range) => {
      const [from = "", to = from] = range.replace("U+", "").split("-");
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    }),
  }));
}
