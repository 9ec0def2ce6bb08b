import { expect, it } from "vitest";
import { clientFiles } from "../client-files";
import { expectListed } from "../expect-listed";
import { callsOf, functionsIn } from "../functions-in";
import { importsOf } from "../imports-of";
import { codeIn, filesBelow } from "../source-tree";

const browsers = clientFiles();
const drawn = filesBelow("app/").filter((path) => path.endsWith(".tsx") && !browsers.has(path));

/** Where what is drawn asks: the domain, and the detour that keeps a form. */
const asks = /^lib\/(?:domain\/|entrypoints\/console\/detour\.ts$)/;

/** What a file asks and waits for: names of functions that answer with a promise. */
function askedBy(path: string): string[] {
  return importsOf(path).flatMap(({ target, names, typeOnly }) => {
    if (typeOnly || !asks.test(target)) return [];
    const waitedFor = functionsIn(target).filter(({ body }) => /^\s*:\s*Promise</.test(body));
    return names.filter((name) => waitedFor.some((one) => one.name === name));
  });
}

function askedOutside(path: string): string[] {
  const guarded = callsOf("forPage", codeIn(path));
  const rest = guarded.reduce((code, call) => code.replace(call, ""), codeIn(path));
  return askedBy(path).filter((name) => callsOf(name, rest).length > 0);
}

const noAuthority = "asked by somebody without a session, whose authority cannot change";

it("a page asks through `forPage`: what is refused becomes a page, and what changed meanwhile is asked anew", () => {
  expect(drawn.flatMap(askedBy).length).toBeGreaterThan(100);
  const found = drawn.flatMap((path) => askedOutside(path).map((name) => `${path}#${name}`));
  expectListed(found, {
    "app/(front)/claim/[token]/page.tsx#findClaimLink": noAuthority,
    "app/(front)/reset-password/[token]/page.tsx#findResetLink": noAuthority,
    "app/(front)/sign-up/code/page.tsx#findSignUp": noAuthority,
    "app/[alias]/login/page.tsx#findDoor": noAuthority,
    "app/_components/balance-link.tsx#getWallet": "a page that the wallet is not about does not fail with it",
    "app/operator/(door)/set-up/[token]/page.tsx#isSetUpLinkAlive": noAuthority,
  });
});
