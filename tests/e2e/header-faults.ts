import type { Answer } from "../support/send";

const onEveryAnswer: Record<string, string | RegExp> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    /^(?=.*\bcamera=\(\))(?=.*\bgeolocation=\(\))(?=.*\bpayment=\(\))[a-z-]+=\(\)(, [a-z-]+=\(\))*(, publickey-credentials-(create|get)=\(self\)){2}$/,
};
const onNoAnswer = [
  "x-powered-by",
  "server",
  "access-control-allow-origin",
  "strict-transport-security",
  "x-espalier-door",
];
const pagePolicy = [
  "default-src 'none'",
  "script-src 'nonce-«»' 'strict-dynamic'",
  "style-src 'self' 'nonce-«»'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "report-to csp",
];

/** What is wrong with one answer; `nonces` remembers those seen before. `kept` says that browsers may keep it. */
export function headerFaults(
  { status, headers, cookies, body }: Answer,
  nonces: Set<string> = new Set(),
  kept = false,
): string[] {
  const faults: string[] = [];
  for (const [name, wanted] of Object.entries(onEveryAnswer)) {
    const got = String(headers[name]);
    if (typeof wanted === "string" ? got !== wanted : !wanted.test(got)) faults.push(`${name} is ${got}`);
  }
  for (const name of onNoAnswer) if (headers[name] !== undefined) faults.push(`says ${name}: ${headers[name]}`);
  const caching = String(headers["cache-control"]);
  const isRefusedByDoor = status === 405 && caching === "undefined";
  if (kept ? !/max-age=/.test(caching) : !isRefusedByDoor && !/\bno-store\b/.test(caching))
    faults.push(`cache-control is ${caching}`);

  const policy = String(headers["content-security-policy"]);
  if (/unsafe|\*|https?:/.test(policy)) faults.push(`policy allows too much: ${policy}`);
  const isPage = /^text\/html|^text\/x-component/.test(String(headers["content-type"])) && status !== 421;
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (isPage || nonce) {
    const shape = policy.split("; ").map((part) => part.replaceAll(`'nonce-${nonce}'`, "'nonce-«»'"));
    if (JSON.stringify(shape) !== JSON.stringify(pagePolicy)) faults.push(`policy is ${policy}`);
    if (!nonce || Buffer.from(nonce, "base64").length !== 16) faults.push(`nonce is ${nonce}`);
    else if (nonces.has(nonce)) faults.push(`nonce ${nonce} was used before`);
    else nonces.add(nonce);
  } else if (!/^(default-src 'none'|sandbox)/.test(policy)) faults.push(`policy is ${policy}`);

  if (/^text\/html/.test(String(headers["content-type"]))) {
    for (const [tag] of body.matchAll(/<script\b[^>]*>/g))
      if (!tag.includes(`nonce="${nonce}"`)) faults.push(`no nonce: ${tag}`);
    for (const [tag] of body.matchAll(/<(?!script)[a-z][^>]*\s(style|on[a-z]+)="[^>]*>/g))
      faults.push(`inline: ${tag.slice(0, 200)}`);
    for (const [, url] of body.matchAll(
      /<(?:link|script|img|source|iframe)\b[^>]*\b(?:href|src)="((?:https?:)?\/\/[^"]+)"/g,
    )) {
      faults.push(`foreign: ${url}`);
    }
  }
  for (const cookie of cookies) {
    const isSession = cookie.startsWith("espalier-session=");
    if (!/; ?HttpOnly/i.test(cookie) || !/; ?SameSite=(Lax|Strict)/i.test(cookie) || !/; ?Path=\/(;|$)/i.test(cookie)) {
      // The switch of language and theme is no secret, and the page's script may read it.
      faults.push(`cookie ${cookie.replace(/=[^;]*/, "=…")}`);
    }
    if (/; ?Domain=/i.test(cookie)) faults.push(`cookie has a domain: ${cookie.split("=")[0]}`);
    if (isSession && !/Max-Age=0/.test(cookie) && /Max-Age|Expires/i.test(cookie))
      faults.push("the session's cookie has a lifetime");
  }
  return faults;
}
