import "server-only";
import { microsOf } from "@/lib/domain/spend/presenter";
import { addMicros, asMicros, zero } from "@/lib/foundation/money";
import type { DocumentFacts, DocumentHead, DocumentLine } from "./document-rules";
import { drawDocumentHead } from "./draw-document-head";
import { openSheet, page, type Sheet } from "./open-sheet";
import { type Column, openTable, rowHeight } from "./open-table";
import { type DocumentWords, wordDocument } from "./word-document";

/**
 * A month on A4, drawn as far as its reader has come. Every page ends with its own sum and what is carried forward, so
 * that the whole can be added up by hand.
 */
export async function* drawDocument(facts: DocumentFacts, rows: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  const values = rows[Symbol.asyncIterator]();
  const head = (await values.next()).value as DocumentHead;
  const words = wordDocument(facts, head);
  const title = [words.title, facts.number ?? facts.month, facts.subAccountName].filter(Boolean).join(" · ");
  const sheet = openSheet({ locale: facts.locale, title, author: facts.issuer });
  const [columns, cellsOf] = facts.kind === "bill" ? billColumns(facts, words) : statementColumns(facts, words);
  const closing = closingRows(facts, head, words);

  sheet.doc.addPage();
  let y = drawDocumentHead(sheet, facts, head, words);
  const table = openTable(sheet, columns);
  const top = page.top + 2 * rowHeight;
  const room = (from: number) => Math.floor((page.bottom - from) / rowHeight) - closing.length - 1;
  const [onFirst, onOthers] = [room(y), room(top)];
  const pages = 1 + Math.max(0, Math.ceil((head.lines - onFirst) / onOthers));
  let [at, left, ofPage, sum] = [1, onFirst, zero, zero];
  const amountRow = (label: string, amount: string, strong = false) => {
    y += rowHeight;
    table.row(y, [label, ...columns.slice(2).map(() => undefined), amount], { strong });
  };
  const endPage = () => {
    sheet.rule(y + 5);
    if (pages > 1) amountRow(words.labels.pageSubtotal, words.amount(ofPage));
    drawFoot(sheet, facts, words.paging(at, pages), title);
    if (sheet.hasBoxes()) drawNote(sheet, words.labels.boxes);
  };

  y = table.head(y);
  for (let next = await values.next(); !next.done; next = await values.next()) {
    const line = next.value as DocumentLine;
    if (left === 0) {
      endPage();
      amountRow(words.labels.carriedForward, words.amount(sum));
      sheet.doc.addPage();
      yield* taken(sheet);
      [at, left, ofPage, y] = [at + 1, onOthers, zero, table.head(page.top)];
      amountRow(words.labels.broughtForward, words.amount(sum));
    }
    y += rowHeight;
    table.row(y, cellsOf(line));
    const cost = microsOf(line.cost);
    [left, ofPage, sum] = [left - 1, addMicros(ofPage, cost), addMicros(sum, cost)];
  }
  if (head.lines === 0) {
    y += rowHeight;
    table.row(y, [words.labels.none], { quiet: true });
  }
  endPage();
  for (const [label, amount, strong] of closing) amountRow(label, amount, strong);
  table.end();
  sheet.doc.end();
  yield* taken(sheet);
}

type Cells = (line: DocumentLine) => (string | undefined)[];

function billColumns({ status, invoicingMode }: DocumentFacts, words: DocumentWords): [Column[], Cells] {
  const { labels } = words;
  const rounded = status === "closed";
  const [narrow, wide] = rounded ? [97, 176] : [149, 200];
  // A payment's reference is longer than its account's words, a sub-account's name than a service's.
  const isOfPayments = invoicingMode === "prepayment_invoiced";
  const columns = [
    { label: labels.subAccount, width: isOfPayments ? narrow : wide },
    { label: labels.service, width: isOfPayments ? wide : narrow },
    { label: labels.kind, width: 50 },
    ...(rounded ? [{ label: labels.exact, width: 90, right: true }] : []),
    { label: labels.amount, width: rounded ? 86 : 100, right: true },
  ];
  return [
    columns,
    ({ key, en, zh, payment, reference, category, exact, cost }) => [
      key || words.accountItself,
      payment ? words.payment(payment, reference) : words.name(en, zh),
      words.category(category),
      ...(rounded ? [words.exact(microsOf(exact))] : []),
      words.amount(microsOf(cost)),
    ],
  ];
}

function statementColumns({ month }: DocumentFacts, words: DocumentWords): [Column[], Cells] {
  const { labels } = words;
  const columns = [
    { label: labels.day, width: 110 },
    { label: labels.sku, width: 149 },
    { label: labels.kind, width: 50 },
    { label: labels.quantity, width: 100, right: true },
    { label: labels.amount, width: 90, right: true },
  ];
  return [
    columns,
    ({ key, en, zh, category, quantity, unit, cost }) => [
      key.startsWith(month) ? key : words.correction(key),
      words.name(en, zh),
      words.category(category),
      words.quantity(quantity, unit),
      words.amount(microsOf(cost)),
    ],
  ];
}

/** What stands under the last line: an invoice's total is that of its rounded lines. */
function closingRows({ kind, status }: DocumentFacts, head: DocumentHead, words: DocumentWords) {
  const { labels, total } = words;
  const exact = microsOf(head.exact);
  const isInvoice = kind === "bill" && status === "closed";
  const rows: [string, string, boolean][] = isInvoice
    ? [
        [labels.exactTotal, words.exact(exact), false],
        [labels.rounding, words.exact(asMicros(total - exact)), false],
      ]
    : [];
  return [...rows, [labels.total, words.money(total), true] as [string, string, boolean]];
}

function drawFoot({ doc, write }: Sheet, { terms }: DocumentFacts, paging: string, title: string): void {
  const place = { y: page.foot, size: 7.5, quiet: true };
  doc.markContent("Artifact", { type: "Pagination" });
  write(`${title} · ${terms.timeZone}`, { ...place, x: page.left, width: 380 });
  write(paging, { ...place, x: page.right - 110, width: 110, right: true });
  doc.endMarkedContent();
}

/** Said on every page from the first box on: a name with boxes is no other name. */
function drawNote({ write }: Sheet, note: string): void {
  write(note, { x: page.left, y: page.foot - 10, width: page.right - page.left, size: 7.5, quiet: true });
}

function* taken({ doc }: Sheet): Generator<Buffer> {
  const bytes = doc.read() as Buffer | null;
  if (bytes) yield bytes;
}
