import "server-only";
import { microsOf } from "@/lib/domain/spend/presenter";
import { addMicros, zero } from "@/lib/foundation/money";
import type { DocumentFacts, DocumentHead } from "./document-rules";
import { page, type Sheet } from "./open-sheet";
import { openTable, rowHeight } from "./open-table";
import type { DocumentWords } from "./word-document";

const servicesShown = 12;
const half = (page.right - page.left) / 2;

/** Who, what, when and how much: the upper part of the first page. Answers where it ends. */
export function drawDocumentHead(sheet: Sheet, facts: DocumentFacts, head: DocumentHead, words: DocumentWords): number {
  const { doc, write, rule } = sheet;
  const { labels } = words;
  const tagged = (type: string, draw: () => void) => doc.addStructure(doc.struct(type, {}, draw));
  tagged("P", () => write(facts.issuer, { x: page.left, y: 70, width: half, size: 11, strong: true }));
  tagged("H1", () =>
    write(words.title, { x: page.left + half, y: 70, width: half, size: 20, strong: true, right: true }),
  );
  rule(84, true);

  const lines = Math.max(...words.facts.map((column) => column.length));
  for (const [column, said] of words.facts.entries()) {
    for (const [index, [term, value]] of said.entries()) {
      const [x, y] = [page.left + column * half, 104 + index * rowHeight];
      tagged("P", () => {
        write(term, { x, y, width: 72, size: 8, quiet: true });
        write(value, { x: x + 76, y, width: half - 84 });
      });
    }
  }
  let y = 104 + lines * rowHeight + 22;
  tagged("P", () => {
    write(labels.total, { x: page.left, y: y - 16, width: half, size: 8, quiet: true });
    write(words.money(words.total), { x: page.left, y: y + 6, width: half + 60, size: 19, strong: true });
  });
  const { inWords } = words;
  if (inWords) {
    const x = page.left + half;
    tagged("P", () => {
      write(labels.inWords, { x, y: y - 16, width: half, size: 8, quiet: true, right: true });
      write(inWords, { x, y: y + 4, width: half, size: 10, right: true });
    });
  }
  y += 26;
  tagged("P", () => write(words.note, { x: page.left, y, width: page.right - page.left, size: 8, quiet: true }));
  y += 28;

  if (head.services.length > 1) {
    tagged("H2", () => write(labels.byService, { x: page.left, y, width: half, size: 10, strong: true }));
    const table = openTable(sheet, [
      { label: labels.service, width: page.right - page.left - 120 },
      { label: labels.amount, width: 120, right: true },
    ]);
    y += 18;
    y = table.head(y);
    const shown = head.services.length > servicesShown ? head.services.slice(0, servicesShown - 1) : head.services;
    for (const { en, zh, cost } of shown) {
      y += rowHeight;
      table.row(y, [words.name(en, zh), words.amount(microsOf(cost))]);
    }
    const others = head.services.slice(shown.length).map(({ cost }) => microsOf(cost));
    if (others.length > 0) {
      y += rowHeight;
      table.row(y, [words.others, words.amount(addMicros(zero, ...others))]);
    }
    table.end();
    y += 30;
  }
  tagged("H2", () => write(labels.lines, { x: page.left, y, width: half, size: 10, strong: true }));
  return y + 18;
}
