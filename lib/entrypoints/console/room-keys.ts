import "server-only";
import { paths } from "./paths";

/** The letters that lead to a room, after `g`; each shell has its own. */
const inAccount = {
  h: paths.home(),
  s: paths.subAccounts.list(),
  r: paths.resources.list(),
  k: paths.accessKeys.list(),
  w: paths.wallet(),
  l: paths.limits.list(),
  b: paths.bills.list(),
  t: paths.transactions(),
  a: paths.auditLog(),
};
const atDesk = {
  v: paths.operator.queue(),
  c: paths.operator.accounts(),
  a: paths.operator.approvals(),
  p: paths.operator.prices(),
  r: paths.operator.reconciliation(),
  m: paths.operator.monthEnd(),
  s: paths.operator.services(),
  l: paths.operator.auditLog(),
};
const letters = [...Object.entries(inAccount), ...Object.entries(atDesk)];

/** Those of the rooms that have a key, in the order above. */
export function withKeys(rooms: { href: string; label: string }[]) {
  const shown = new Map(rooms.map((room) => [room.href, room]));
  return letters.flatMap(([key, href]) => {
    const room = shown.get(href);
    return room ? [{ key, ...room }] : [];
  });
}
