/**
 * An answer without what differs from request to request by design: nonces, ids of requests, tokens of forms, moments,
 * the order in which parts of a page were ready; and without the id that was asked for, which the answer may repeat.
 */
export function withoutChance(body: string, asked: string): string {
  const whole = new RegExp(`(?<![\\w-])${asked.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");
  return body
    .replaceAll(/"\]\)<\/script><script nonce="[^"]*">self\.__next_f\.push\(\[1,"/g, "")
    .replace(/nonce(=|":|\\":)\\?"[^"\\]*\\?"/g, "nonce")
    .replace(/[A-Za-z0-9+/]{22}==/g, "«nonce»")
    .replace(/(?<=")[\w-]{21}(?=[vm]\\?")/g, "«request»")
    .replace(whole, "«asked»")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "«id»")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "«moment»")
    .split(/\\n|\n/)
    .sort()
    .join("\n");
}

/** Where two texts begin to differ, for a message a person can read; empty when they do not. */
export function firstDifference(one = "nothing", other = "nothing"): string {
  if (one === other) return "";
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 120);
  return `${one.slice(from, at + 120)}\n≠\n${other.slice(from, at + 120)}`;
}
