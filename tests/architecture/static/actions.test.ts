import { expect, it } from "vitest";
import { accountFactsOf } from "@/lib/authorization/account-facts";
import { defaultSecurityPreference } from "@/lib/authorization/account-settings";
import { accountActions, platformActions } from "@/lib/authorization/actions";
import { operatorPolicies, selfPolicy } from "@/lib/authorization/self-policy";
import { systemPolicies } from "@/lib/authorization/system-policies";
import { expectListed } from "../expect-listed";
import { callsOf, functionsIn } from "../functions-in";
import { filesBelow } from "../source-tree";

const domain = filesBelow("lib/domain/");
const catalogue: readonly string[] = [...accountActions, ...platformActions];
const actionsIn = (code: string) =>
  [...code.matchAll(/"((?:ram|espalier|platform|bss|bssapi):\w+)"/g)].map((match) => match[1] ?? "");

/** Of calls to a function: the actions they name, or the `action` that the function has chosen among. */
const actionsOf = (called: string, body: string) =>
  callsOf(called, body).flatMap((call) =>
    actionsIn(/\baction\b(?!:)/.test(call) ? `${call}${/const action = [^;]+;/.exec(body)?.[0]}` : call),
  );
const bodies = domain.flatMap(functionsIn).map(({ body }) => body);
const authorizing = "authorize(?:Widest|Platform|Holder)?";
const asked = new Set(bodies.flatMap((body) => actionsOf(authorizing, body)));
const recorded = new Set(bodies.flatMap((body) => actionsOf("record(?:Platform|Holder)?Audit", body)));

/** Asked for by functions that only read: what they find is not an event. */
const read = new Set(
  bodies
    .filter((body) => !/\bwith(?:Platform|Holder)?Transaction\(/.test(body))
    .flatMap((body) => actionsOf(authorizing, body)),
);

it("every action of the catalogue is asked for by a verb", () => {
  expect(catalogue.filter((action) => !asked.has(action))).toEqual([]);
});

it("no verb asks for an action that the catalogue does not know", () => {
  expect([...asked].filter((action) => !catalogue.includes(action))).toEqual([]);
});

it("every action is read-only or in the audit log", () => {
  expectListed(
    catalogue.filter((action) => !recorded.has(action) && !read.has(action)),
    {
      "espalier:ReadNotices": "a mark on one's own notices",
      "espalier:NoteDelivery": "a mark on the notice of what the outbox row records: attempts, times, last answer",
      "platform:DeliverOutbox": "the outbox row is its own record: attempts, times, last answer",
      "espalier:SweepWebhooks": "forgets what is too old to matter, and changes nothing of anybody",
      "espalier:SweepIdempotencyKeys": "forgets what is too old to matter, and changes nothing of anybody",
      "platform:SweepNonces": "forgets what is too old to matter, and changes nothing of anybody",
      "platform:MakeAuditPartitions": "makes room for the log itself, and changes nothing of anybody",
      "platform:MakeMoneyPartitions": "makes room for the ledger, and changes nothing of anybody",
      "espalier:SettleCharges": "the ledger is its own record",
      "espalier:ReportResource": "the resource has a log of its own: state, version, who, when",
      "espalier:ReportUsage": "the event is its own record: source, id, when it came",
      "espalier:RateUsage": "the charge is its own record: price version, tier, quantity, events",
      "espalier:ChargeFees": "the charge is its own record, and who gave the fee is recorded",
    },
  );
});

it("the log's own words are those of the doors, where no action is asked for", () => {
  expectListed(
    [...recorded].filter((action) => !catalogue.includes(action)),
    {
      "espalier:SignIn": "the password decides, not a policy",
      "espalier:SignUp": "anybody may begin one",
      "espalier:ResetPassword": "the link decides, not a policy",
      "espalier:OpenClaimLink": "the link decides, not a policy",
      "espalier:ClaimSignIn": "the link decides, not a policy",
      "espalier:RequestPasswordReset": "anybody may ask",
      "platform:CallPlatformApi": "the key's scopes decide",
    },
  );
});

it("no verb carries a name twice, whatever its case: policies match without regard to it", () => {
  const lower = catalogue.map((action) => action.toLowerCase());
  expect(new Set(lower).size).toBe(lower.length);
});

it("a policy of ours that names an action names one of the catalogue", () => {
  const on = Object.entries(defaultSecurityPreference).map(([name, value]) => [name, value === false ? true : value]);
  const settings = { securityPreference: Object.fromEntries(on), passwordPolicy: {} };
  const facts = { uid: "1", name: "", alias: "", companyName: "", verification: "approved" } as const;
  const self = selfPolicy(accountFactsOf({ ...facts, ...settings }), "ada", { mustChangePassword: true });
  const documents = [
    ...[self, ...operatorPolicies].map(({ document }) => document),
    ...[...systemPolicies().values()].map(({ document }) => document),
  ];
  const named = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action = [] }) => Action));
  const exact = named.filter((action) => !/[*?]/.test(action));
  expect(exact.length).toBeGreaterThan(5);
  expect(exact.filter((action) => !catalogue.includes(action))).toEqual([]);
});
