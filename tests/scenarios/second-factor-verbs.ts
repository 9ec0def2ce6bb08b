import type { Context, PlatformContext } from "@/lib/authorization/context";
import { beginPasskey } from "@/lib/domain/second-factors/begin-passkey";
import { beginPasskeyAtDoor } from "@/lib/domain/second-factors/begin-passkey-at-door";
import { beginPasskeySignIn } from "@/lib/domain/second-factors/begin-passkey-sign-in";
import { beginStepUp } from "@/lib/domain/second-factors/begin-step-up";
import { beginTotp } from "@/lib/domain/second-factors/begin-totp";
import { bindMfaDevice } from "@/lib/domain/second-factors/bind-mfa-device";
import { bindPasskey } from "@/lib/domain/second-factors/bind-passkey";
import { bindTotp } from "@/lib/domain/second-factors/bind-totp";
import { createMfaDevice } from "@/lib/domain/second-factors/create-mfa-device";
import { deleteMfaDevice } from "@/lib/domain/second-factors/delete-mfa-device";
import { forgetDevice } from "@/lib/domain/second-factors/forget-device";
import { makeRecoveryCodes } from "@/lib/domain/second-factors/make-recovery-codes";
import { passSecondFactor } from "@/lib/domain/second-factors/pass-second-factor";
import { passStepUp } from "@/lib/domain/second-factors/pass-step-up";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { removeFactor } from "@/lib/domain/second-factors/remove-factor";
import { renamePasskey } from "@/lib/domain/second-factors/rename-passkey";
import { resetRootSecondFactors } from "@/lib/domain/second-factors/reset-root-second-factors";
import { resetSecondFactors } from "@/lib/domain/second-factors/reset-second-factors";
import { BindPasskeyForm } from "@/lib/domain/second-factors/schema";
import { sendStepUpCode } from "@/lib/domain/second-factors/send-step-up-code";
import { signInByPasskey } from "@/lib/domain/second-factors/sign-in-by-passkey";
import { unbindMfaDevice } from "@/lib/domain/second-factors/unbind-mfa-device";
import { codeAt, inSeconds } from "@/tests/support/authenticator-app";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildPasskey, rootWithPasskey } from "@/tests/support/build-passkey";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import { cookieAt, resumedBy } from "@/tests/support/sign-in-as";
import { softwareAuthenticator } from "@/tests/support/software-authenticator";
import {
  by,
  byRoot,
  inAccountLog,
  inPlatformLog,
  type MutationVerb,
  operatorSession,
  rootSession,
} from "./prepare-verb";

async function challenged<C extends Context | PlatformContext>(ctx: C, send: boolean) {
  const id = await beginStepUp(ctx, { purpose: "delete", returnPath: "/home", values: {} });
  if (send) await sendStepUpCode(ctx, { id, channel: "mail" });
  return { ctx, id };
}

async function proofFor(ctx: Context | PlatformContext) {
  const { id } = await challenged(ctx, true);
  const code = String((await readOutbox(ctx.actor.name))[0]?.params.code);
  return { id, method: "password-code", code, password: testPassword } as const;
}

const codes = (seed: string, now: Date) => ({ first: codeAt(seed, inSeconds(now, -30)), second: codeAt(seed, now) });

/** Somebody with an authenticator app bound in a session of its own, and its seed. */
async function withApp<C extends Context | PlatformContext>(ctx: C): Promise<{ ctx: C; seed: string }> {
  const unbound = { ...ctx, actor: { ...ctx.actor, sessionId: null } } as C;
  const { seed } = await beginTotp(unbound);
  await bindTotp(unbound, codes(seed, ctx.now));
  return { ctx, seed };
}

async function waitingFor(ctx: Context): Promise<Context> {
  const token = await cookieAt({ kind: "root-user" }, ctx.actor.name);
  const now = inSeconds(ctx.now, 60);
  return { ...(await resumedBy(token, now)), now };
}

/** Of proving anew who somebody is. */
export const secondFactorVerbs: readonly MutationVerb[] = [
  {
    name: "sendStepUpCode",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, id } = await challenged(await rootSession(), false);
      return by("root-user", () => sendStepUpCode(ctx, { id, channel: "mail" }));
    },
  },
  {
    name: "passStepUp",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      const proof = await proofFor(ctx);
      return by("root-user", () => passStepUp(ctx, proof));
    },
  },
  {
    name: "beginTotp",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      return by("root-user", () => beginTotp(ctx));
    },
  },
  {
    name: "bindTotp",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      const { seed } = await beginTotp(ctx);
      return by("root-user", () => bindTotp(ctx, codes(seed, ctx.now)));
    },
  },
  {
    name: "makeRecoveryCodes",
    writes: inPlatformLog,
    prepare: async () => {
      const { ctx } = await withApp(await operatorSession());
      return by("operator", () =>
        makeRecoveryCodes({ ...ctx, actor: { ...ctx.actor, sessionId: null } } as typeof ctx),
      );
    },
  },
  {
    name: "removeFactor",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx } = await withApp(later(await buildAccount(), { authorityEpoch: null }));
      const [factor] = (await getOwnFactors(ctx)).factors;
      return by("root-user", () => removeFactor(ctx, { id: String(factor?.id) }));
    },
  },
  {
    name: "passSecondFactor",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, seed } = await withApp(later(await buildAccount(), { authorityEpoch: null }));
      const waiting = await waitingFor(ctx);
      const proof = { method: "totp", code: codeAt(seed, waiting.now), remember: false, next: "" } as const;
      return by("root-user", () => passSecondFactor(waiting, proof));
    },
  },
  {
    name: "forgetDevice",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx, seed } = await withApp(later(await buildAccount(), { authorityEpoch: null }));
      const waiting = await waitingFor(ctx);
      const preference = { ...ctx.account.preference, enableSaveMfaTicket: true };
      const proof = { method: "totp", code: codeAt(seed, waiting.now), remember: true, next: "" } as const;
      await passSecondFactor({ ...waiting, account: { ...waiting.account, preference } }, proof);
      const [device] = (await getOwnFactors(ctx)).devices;
      return by("root-user", () => forgetDevice(ctx, { id: String(device?.id) }));
    },
  },
  {
    name: "createMfaDevice",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => createMfaDevice(root, { name: "phone" })),
  },
  {
    name: "deleteMfaDevice",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        await createMfaDevice(root, { name: "phone" });
        return () => deleteMfaDevice(later(root, {}), { name: "phone" });
      }),
  },
  {
    name: "bindMfaDevice",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { actor } = await buildSubAccount(root);
        const { seed } = await createMfaDevice(root, { name: "phone" });
        const device = { deviceName: "phone", userName: actor.name, ...codes(seed, root.now) };
        return () => bindMfaDevice(later(root, {}), device);
      }),
  },
  {
    name: "unbindMfaDevice",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { ctx } = await withApp(await buildSubAccount(root));
        return () => unbindMfaDevice(later(root, {}), { userName: ctx.actor.name });
      }),
  },
  {
    name: "resetSecondFactors",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { ctx } = await withApp(await buildSubAccount(root));
        return () => resetSecondFactors(later(root, {}), { name: ctx.actor.name });
      }),
  },
  {
    name: "resetRootSecondFactors",
    writes: inAccountLog,
    prepare: async () => {
      const { ctx } = await withApp(later(await buildAccount(), { authorityEpoch: null }));
      return by("operator", () =>
        resetRootSecondFactors(buildOperator(), { accountId: ctx.accountId, reason: "lost phone" }),
      );
    },
  },
  {
    name: "passStepUp",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      const proof = await proofFor(ctx);
      return by("operator", () => passStepUp(ctx, proof));
    },
  },
  {
    name: "beginPasskey",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      return by("root-user", () => beginPasskey(ctx, { name: "key" }));
    },
  },
  {
    name: "bindPasskey",
    writes: inAccountLog,
    prepare: async () => {
      const ctx = await rootSession();
      const passkey = softwareAuthenticator().create((await beginPasskey(ctx, { name: "key" })).options);
      return by("root-user", () => bindPasskey(ctx, BindPasskeyForm.parse({ name: "key", passkey })));
    },
  },
  {
    name: "renamePasskey",
    writes: inPlatformLog,
    prepare: async () => {
      const ctx = await operatorSession();
      await buildPasskey(ctx, softwareAuthenticator());
      const [factor] = (await getOwnFactors(ctx)).factors;
      return by("operator", () => renamePasskey(ctx, { id: String(factor?.id), name: "other" }));
    },
  },
  {
    name: "passSecondFactor",
    writes: inAccountLog,
    prepare: async () => {
      const { authenticator, after } = await rootWithPasskey();
      const waiting = await waitingFor(after);
      const passkey = authenticator.get(await beginPasskeySignIn(waiting));
      const proof = { method: "passkey", code: "", passkey, remember: false, next: "" } as const;
      return by("root-user", () => passSecondFactor(waiting, proof));
    },
  },
  {
    name: "signInByPasskey",
    writes: inAccountLog,
    prepare: async () => {
      const { authenticator } = await rootWithPasskey();
      const passkey = authenticator.get(await beginPasskeyAtDoor(buildStranger()));
      const browser = { door: "root-user", passkey, device: undefined, incomingToken: undefined } as const;
      return by("root-user", () => signInByPasskey(buildStranger(), browser));
    },
  },
];
