import type { Answer, send } from "./send";

type Ask = (outgoing: Parameters<typeof send>[1]) => Promise<Answer>;

/** What Next's router asks while a person navigates: it first says under which address it keeps the answer. */
export async function askFlight(ask: Ask, outgoing: Parameters<typeof send>[1]): Promise<Answer> {
  const headers = { ...outgoing.headers, rsc: "1" };
  const first = await ask({ ...outgoing, headers });
  const [path = ""] = outgoing.path.split("?");
  const moved = first.location.replace(/^https?:\/\/[^/]+/, "");
  return moved.startsWith(`${path}?`) && /[?&]_rsc\b/.test(moved) ? ask({ ...outgoing, path: moved, headers }) : first;
}
