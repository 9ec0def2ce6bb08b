import "server-only";
import { page, type Sheet } from "./open-sheet";

export interface Column {
  label: string;
  width: number;
  right?: boolean;
}

interface Look {
  strong?: boolean;
  quiet?: boolean;
}

export interface Table {
  /** Draws one row from the left; undefined cells are empty. */
  row: (y: number, cells: readonly (string | undefined)[], look?: Look) => void;
  /** Draws the names of the columns, for readers of the tags only once; answers where rows begin. */
  head: (y: number) => number;
  end: () => void;
}

const gap = 8;
/** Its types do not know of it yet. */
const ofColumn = { scope: "Column" } as object;
export const rowHeight = 15;

/** A table that goes on over pages as one in the document's tags. */
export function openTable({ doc, write, rule }: Sheet, columns: readonly Column[]): Table {
  const table = doc.struct("Table");
  doc.addStructure(table);
  let named = false;
  const lefts = columns.map((_, index) => page.left + columns.slice(0, index).reduce((x, { width }) => x + width, 0));
  const cell = (index: number, y: number, text: string, look: Look) => {
    const { width, right = false } = columns[index] as Column;
    write(text, { x: (lefts[index] ?? 0) + (right ? gap : 0), y, width: width - gap, right, ...look });
  };
  return {
    row(y, cells, look = {}) {
      const drawn = columns.map((_, index) => doc.struct("TD", {}, () => cell(index, y, cells[index] ?? "", look)));
      table.add(doc.struct("TR", {}, drawn));
    },
    head(y) {
      const look = { quiet: true };
      if (named) {
        doc.markContent("Artifact", { type: "Pagination" });
        for (const [index, { label }] of columns.entries()) cell(index, y, label, look);
        doc.endMarkedContent();
      } else {
        const names = columns.map(({ label }, index) => doc.struct("TH", ofColumn, () => cell(index, y, label, look)));
        table.add(doc.struct("TR", {}, names));
        named = true;
      }
      rule(y + 5, true);
      return y + 4;
    },
    end: () => table.end(),
  };
}
