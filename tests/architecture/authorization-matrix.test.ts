import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { accountActions, operatorsOwnActions, platformActions } from "@/lib/authorization/actions";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { allowAll } from "@/lib/authorization/policy-document";
import {
  accountSettingsResource,
  anySubAccount,
  groupResource,
  identityVerificationResource,
  ownSignInResource,
  policyResource,
  type Resource,
  subAccountResource,
  walletResource,
} from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";

type People<C> = [who: string, ctx: C][];
let inAccount: People<Context>;
let onPlatform: People<PlatformContext>;

beforeAll(async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const withPolicies = (policies: string[]) => buildSubAccount(root, { policies });
  const sub = await withPolicies([]);
  const enter = (platform: PlatformContext) => enterAccount(platform, { ...root.account, accountId: root.accountId });
  const operator = buildOperator();
  const host = buildOperator({ host: true });
  inAccount = [
    ["root user", root],
    ["delegated admin (AdministratorAccess)", await withPolicies(["AdministratorAccess"])],
    ["delegated admin (AliyunRAMFullAccess)", await withPolicies(["AliyunRAMFullAccess"])],
    ["reader (AliyunRAMReadOnlyAccess)", await withPolicies(["AliyunRAMReadOnlyAccess"])],
    ["finance user (AliyunBSSReadOnlyAccess)", await withPolicies(["AliyunBSSReadOnlyAccess"])],
    ["finance user (AliyunBSSFullAccess)", await withPolicies(["AliyunBSSFullAccess"])],
    ["sub-account", sub],
    ["sub-account that must change its password", { ...sub, passwordResetRequired: true }],
    ["operator, inside the account", enter(operator)],
    ["host, inside the account", enter(host)],
  ];
  onPlatform = [
    ["operator", operator],
    ["host", host],
    ["stranger", buildStranger()],
    ["worker", buildStranger({ policies: [allowAll], actor: { type: "worker", sessionId: null, name: "worker" } })],
    ...inAccount
      .slice(0, 7)
      .map(([who, { policies }]): [string, PlatformContext] => [who, buildStranger({ policies })]),
  ];
});

const resources: [name: string, of: (ctx: Context) => Resource][] = [
  ["itself", (ctx) => subAccountResource(ctx, ctx.actor.name)],
  ["another", (ctx) => subAccountResource(ctx, "another")],
  ["all", anySubAccount],
  ["own sign-in", ownSignInResource],
  ["verification", identityVerificationResource],
  ["settings", accountSettingsResource],
  ["wallet", walletResource],
  ["a policy", (ctx) => policyResource(ctx, { type: "Custom", name: "own" })],
  ["of the catalogue", (ctx) => policyResource(ctx, { type: "System", name: "AdministratorAccess" })],
  ["a group", (ctx) => groupResource(ctx, "builders")],
];

function answer(decide: () => object): string {
  try {
    const allowed = decide();
    return "scope" in allowed && (allowed as Context).scope.kind === "sub-account" ? "own" : "yes";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

const line = (cells: readonly string[]) =>
  cells
    .map((cell, at) => cell.padEnd(at === 0 ? 44 : 17))
    .join("")
    .trimEnd();

function accountSheet([who, ctx]: [string, Context]): string[] {
  const rows = accountActions.map((action) => [
    `  ${action}`,
    ...resources.map(([, of]) => answer(() => authorize(ctx, action, of(ctx)))),
  ]);
  return [line([who, ...resources.map(([name]) => name)]), ...rows.map(line), ""];
}

function platformSheet(): string[] {
  const rows = onPlatform.map(([who, ctx]) => {
    const allowed = platformActions.filter((action) => answer(() => authorizePlatform(ctx, action)) === "yes");
    const said = allowed.length === platformActions.length ? "all of them" : allowed.join(", ") || "none";
    return line([`  ${who}`, said]);
  });
  return ["Actions of the platform", ...platformActions.map((action) => `  - ${action}`), "", "Who may", ...rows, ""];
}

const file = fileURLToPath(new URL("./authorization-matrix.snap", import.meta.url));

it("says for every person, action and thing whether it is allowed; a change is read before it is kept", async () => {
  const legend = [
    "Who may do what to what. `yes`: allowed, in the scope of the account. `own`: allowed, in one's own scope.",
    "Everything else is the code of the refusal. Written by authorization-matrix.test.ts.",
    "",
  ];
  const sheets = [...legend, ...inAccount.flatMap(accountSheet), ...platformSheet()];
  await expect(sheets.join("\n")).toMatchFileSnapshot(file);
});

it("gives nobody of an account anything of the platform's", () => {
  const people = onPlatform.filter(([who]) => !["operator", "host", "worker"].includes(who));
  expect(people.length).toBeGreaterThan(6);
  for (const [who, ctx] of people) {
    for (const action of platformActions) {
      expect([who, action, answer(() => authorizePlatform(ctx, action))]).toEqual([who, action, "forbidden"]);
    }
  }
});

it.each(operatorsOwnActions)("never lets anybody of an account do what is the operators' own: %s", (action) => {
  for (const [who, ctx] of inAccount.filter(([name]) => !/^(?:operator|host)/.test(name))) {
    for (const [name, of] of resources) {
      const said = answer(() => authorize(ctx, action, of(ctx)));
      expect([who, name, said]).not.toEqual([who, name, expect.stringMatching(/^(?:yes|own)$/)]);
    }
  }
});

it("answers a sub-account without policies about another as about one that does not exist", () => {
  const people = inAccount.filter(([who]) => who === "sub-account" || who.startsWith("finance user"));
  expect(people).toHaveLength(3);
  for (const [who, ctx] of people) {
    // Money of everybody is what a finance policy is for.
    const actions = accountActions.filter((action) => who === "sub-account" || !action.startsWith("bss:"));
    for (const action of actions) {
      expect([who, action, answer(() => authorize(ctx, action, subAccountResource(ctx, "another")))]).toEqual([
        who,
        action,
        "not-found",
      ]);
    }
  }
});
