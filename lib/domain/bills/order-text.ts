import "server-only";
import bidiFactory from "bidi-js";
import { isReadFromRight } from "@/lib/foundation/right-to-left";

/** Text of one direction, in the order in which it is read. */
export interface Stretch {
  text: string;
  fromRight: boolean;
}

const bidi = bidiFactory();

/** The stretches of a line as they stand from left to right (UAX #9), with brackets turned where they open to the other side. */
export function orderText(text: string): Stretch[] {
  if (!isReadFromRight(text)) return [{ text, fromRight: false }];
  const embedding = bidi.getEmbeddingLevels(text);
  const turned = bidi.getMirroredCharactersMap(text, embedding.levels);
  const stretches: (Stretch & { level: number })[] = [];
  for (const at of bidi.getReorderedIndices(text, embedding)) {
    const level = embedding.levels[at] ?? 0;
    const unit = turned.get(at) ?? text.charAt(at);
    const last = stretches.at(-1);
    if (last?.level !== level) stretches.push({ text: unit, fromRight: level % 2 === 1, level });
    else last.text = last.fromRight ? unit + last.text : last.text + unit;
  }
  return stretches.map(({ text, fromRight }) => ({ text, fromRight }));
}
