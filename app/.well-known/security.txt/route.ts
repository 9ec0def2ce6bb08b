import { env } from "@/lib/foundation/env";

const day = 24 * 60 * 60 * 1000;
const validDays = 90;

/** RFC 9116. Whoever runs this platform answers its mail; without an address there is nobody to name. */
export function GET(): Response {
  const { mail, origin } = env();
  if (!mail) return new Response(null, { status: 404 });
  const address = /<([^<>]+)>/.exec(mail.from)?.[1] ?? mail.from;
  const today = Math.floor(Date.now() / day) * day;
  const lines = [
    `Contact: mailto:${address}`,
    `Expires: ${new Date(today + validDays * day).toISOString()}`,
    "Preferred-Languages: en, zh",
    `Canonical: ${origin}/.well-known/security.txt`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
