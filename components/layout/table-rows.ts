const rowsOf = (table: Element) => [...table.querySelectorAll("tbody tr")];

/** What stands for the row: its own link, else the first, else its box. A row without any is stepped over. */
function handleOf(row: Element): HTMLElement | null {
  return (
    row.querySelector<HTMLElement>("th a[href]") ??
    row.querySelector<HTMLElement>("a[href]") ??
    row.querySelector<HTMLElement>("input[type=checkbox]:not([disabled])")
  );
}

const focusedRow = () => document.activeElement?.closest("main table tbody tr");

/** The table that holds the focus; else the first of the page that has somewhere to go, from its first row. */
export function stepRow(step: 1 | -1): void {
  const current = focusedRow();
  const table =
    current?.closest("table") ??
    [...document.querySelectorAll("main table")].find((some) => rowsOf(some).some(handleOf));
  if (!table) return;
  const rows = rowsOf(table).filter((row) => row === current || handleOf(row));
  const row = rows[current ? rows.indexOf(current) + step : 0];
  if (!row) return;
  handleOf(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** The box of the row that holds the focus, which stays where it is. */
export function tickRow(): void {
  focusedRow()?.querySelector<HTMLInputElement>("input[type=checkbox]:not([disabled])")?.click();
}
