import { encodeMultipart, type Part } from "../support/encode-multipart";
import { fieldFault, scrapeForm } from "../support/scrape-form";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { builtActions } from "./built-addresses";
import { consoleForms } from "./console-forms";
import { deskForms } from "./desk-forms";
import { doorForms } from "./door-forms";
import type { Known } from "./form-row";
import { hostileBodies, hostileFlight, hostileShapes, hostileValues } from "./hostile-input";
import { policyForms } from "./policy-forms";
import { expect, ownAddress, test } from "./test";

interface Case {
  label: string;
  body: Buffer;
  type: string;
  /** The field that is wrong for certain, where the answer must say so. */
  anchor?: string;
  target?: string;
}

/** What breaks the way of a form, and not a form: each is tried at every fourth of them. */
const wayCasesPerForm = 5;
const slowestMs = 5_000;
const forms = Object.entries({ ...doorForms, ...consoleForms, ...policyForms, ...deskForms });

for (const [at, [form, row]] of forms.entries()) {
  test(`${form}: no hostile input breaks the form, goes through or costs what was typed`, async ({
    http,
    origin,
    maker,
    cookieOf,
    castCookie,
    worldOf,
  }) => {
    const operator = await castCookie("operator");
    const world = await worldOf(operator);
    const known: Known = { world, resetToken: row.action === "resetPasswordAction" ? await askReset() : "" };
    const cookie = await cookieFor();
    const path = row.path(known);
    const action = builtActions().find(({ name }) => name === row.action);
    const page = await http({ path, cookie });
    expect(page.status).toBe(200);
    const base = { ...scrapeForm(page.body, action?.id ?? ""), ...row.fields };
    const before = await maker.snapshot({ accounts: world.accounts });
    const countBefore = await maker.operatorsFromOutside({});

    const cases = casesOf(base);
    expect(cases.length).toBeGreaterThanOrEqual(40);
    const faults: string[] = [];
    for (const { label, body, type, anchor, target } of cases) {
      const ask = () =>
        http({
          method: "POST",
          path,
          cookie,
          headers: { origin, "content-type": type, "x-forwarded-for": ownAddress() },
          body,
        });
      const answer = await ask();
      const complain = (words: string) => faults.push(`${label}: ${words} (${answer.status} ${answer.location})`);
      if (answer.status >= 500) complain("broke");
      // The machine stalls now and then; what an input costs it costs again.
      if (answer.ms > slowestMs && (await ask()).ms > slowestMs) complain(`took ${Math.round(answer.ms)} ms`);
      if (answer.cookies.some((text) => /^espalier-session=[^;]/.test(text))) complain("signed in");
      for (const secret of row.secrets ?? []) {
        if (target !== secret && answer.body.includes(base[secret] ?? "")) complain(`shows the ${secret}`);
      }
      if (!anchor) continue;
      if (answer.status !== 200) complain("is no page that says why");
      else if (!saysWhy(answer.body, anchor, target ?? "")) complain(`says nothing about ${anchor} or ${target}`);
      if (row.kept && row.kept !== target && row.kept !== anchor && !answer.body.includes(base[row.kept] ?? "")) {
        complain(`lost what was typed as ${row.kept}`);
      }
    }
    expect(faults).toEqual([]);
    expect(await maker.snapshot({ accounts: world.accounts })).toEqual(before);
    expect(await maker.operatorsFromOutside({})).toEqual(countBefore);

    function casesOf(fields: Record<string, string>): Case[] {
      const hidden = Object.entries(fields).filter(([name]) => name.startsWith("$"));
      const list: Case[] = [];
      const ways: Case[] = [];
      const add = (label: string, parts: Part[], more: Partial<Case> = {}) =>
        list.push({ label, ...encodeMultipart(parts), ...more });
      const partsFor = (target: string, replaced: Part[], wrong?: [string, string]) => [
        ...hidden.map(([name, value]) => ({ name, value })),
        ...Object.entries(fields)
          .filter(([name]) => !name.startsWith("$") && name !== target && name !== wrong?.[0])
          .map(([name, value]) => ({ name, value })),
        ...(wrong ? [{ name: wrong[0], value: wrong[1] }] : []),
        ...replaced,
      ];
      const anchorFor = (target: string) => row.anchors.find(([name]) => name !== target);
      hostileValues.forEach(([label, value], index) => {
        const target = row.targets[index % row.targets.length] ?? "";
        const wrong = anchorFor(target);
        add(`${label} as ${target}`, partsFor(target, [{ name: target, value }], wrong), {
          target,
          ...(wrong && !isHidden(wrong[0]) && { anchor: wrong[0] }),
        });
      });
      hostileShapes.forEach(([label, shape], index) => {
        const target = row.targets[index % row.targets.length] ?? "";
        add(`${target} ${label}`, partsFor(target, shape(target, fields[target] ?? ""), anchorFor(target)), { target });
      });
      const [first = "", wrong] = [row.targets[0], anchorFor("")];
      for (const [label, spoil] of hostileFlight) {
        const spoilt = hidden.map(([name, value]) => ({ name, value: spoil(name, value) }));
        const rest = partsFor("", [], wrong ?? [first, ""]).filter(({ name }) => !name.startsWith("$"));
        ways.push({ label: `Flight: ${label}`, ...encodeMultipart([...spoilt, ...rest]) });
      }
      const sound = encodeMultipart(partsFor("", [], wrong ?? [first, ""]));
      for (const [label, spoil] of hostileBodies)
        ways.push({ label: `body ${label}`, ...spoil(sound.body, sound.type) });
      const turn = Array.from({ length: wayCasesPerForm }, (_, n) => (at * wayCasesPerForm + n) % ways.length);
      return [...list, ...turn.flatMap((index) => ways[index] ?? [])];
    }

    function isHidden(name: string): boolean {
      const tags = [...page.body.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag);
      return !tags.some((tag) => tag.includes(` name="${name}"`) && !tag.includes('type="hidden"'));
    }

    /** At the field; what no field shows, in the summary above the form. */
    function saysWhy(html: string, anchor: string, target: string): boolean {
      const atField = [anchor, target].some((name) => fieldFault(html, name).words !== "");
      return atField || (isHidden(target) && /role="alert"[\s\S]*?class="summary-title">[^<]/.test(html));
    }

    async function cookieFor(): Promise<string> {
      if (row.as === "nobody") return "";
      if (row.as === "sign-up") return beginSignUp();
      if (row.as === "a new sub-account") {
        await maker.subAccount({ account: world.alias, name: "new-one", password: worldPassword, mustChange: true });
        return cookieOf({ door: "sub-account", alias: world.alias, name: "new-one", password: worldPassword });
      }
      return world.cookies[row.as];
    }

    async function beginSignUp(): Promise<string> {
      const signUp = await http({ path: "/sign-up" });
      const id = builtActions().find(({ name }) => name === "signUpAction")?.id ?? "";
      const name = uniqueName("begun");
      const fields = {
        ...scrapeForm(signUp.body, id),
        ...{ companyName: "Begun", accountName: name, email: `root@${name}.test`, phone: "+8613800138000" },
        ...{ password: worldPassword, channel: "mail" },
      };
      const { body, type } = encodeMultipart(Object.entries(fields).map(([field, value]) => ({ name: field, value })));
      const answer = await http({ method: "POST", path: "/sign-up", headers: { origin, "content-type": type }, body });
      expect([answer.status, answer.location]).toEqual([303, "/sign-up/code"]);
      return answer.cookies.map((text) => text.split(";")[0]).join("; ");
    }

    async function askReset(): Promise<string> {
      const forgotten = await http({ path: "/reset-password" });
      const id = builtActions().find(({ name }) => name === "requestPasswordResetAction")?.id ?? "";
      const fields = { ...scrapeForm(forgotten.body, id), name: world.rootEmail };
      const { body, type } = encodeMultipart(Object.entries(fields).map(([name, value]) => ({ name, value })));
      await http({ method: "POST", path: "/reset-password", headers: { origin, "content-type": type }, body });
      const outbox = await http({ path: "/operator/outbox", cookie: operator });
      const mails = outbox.body.slice(outbox.body.indexOf(world.rootEmail));
      return /\/reset-password\/([\w-]{43})/.exec(mails)?.[1] ?? "";
    }
  });
}
