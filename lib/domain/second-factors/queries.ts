import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { DomainError } from "@/lib/foundation/errors";
import { authorizeHolder, openForHolder, withHolderRead } from "./authorize-holder";
import { findChallenge, readHolder } from "./lookups";
import { type CodeChannel, maskAddress, type ProofMethod, stepUpMethods } from "./rules";

export interface StepUpView {
  id: string;
  purpose: StepUpPurpose;
  returnPath: string;
  methods: ProofMethod[];
  /** Where a code can go, masked. */
  channels: { channel: CodeChannel; to: string }[];
  /** By what a code that still works was sent. */
  codeSentBy: CodeChannel | undefined;
}

/** What the page that asks needs to know. Throws `not-found` for a challenge of another session, or one that is over. */
export async function getStepUp(ctx: Context | PlatformContext, id: string): Promise<StepUpView> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  return withHolderRead(holder, async (tx) => {
    const challenge = isId(id) ? await findChallenge(tx, holder, id) : undefined;
    if (!challenge || challenge.passedAt) throw new DomainError("not-found", "challenge");
    const { means, email, phone } = await readHolder(tx, holder);
    const { codeChannel, codeExpiresAt, codeTriesLeft } = challenge;
    const works = codeExpiresAt !== null && codeExpiresAt > ctx.now && codeTriesLeft > 0;
    const purpose = challenge.purpose as StepUpPurpose;
    return {
      id: challenge.id,
      purpose,
      returnPath: challenge.returnPath,
      methods: stepUpMethods(purpose, means),
      channels: means.channels.map((channel) => ({ channel, to: maskAddress(channel === "sms" ? phone : email) })),
      codeSentBy: works ? (codeChannel ?? undefined) : undefined,
    };
  });
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export interface KeptForm {
  path: string;
  values: Record<string, string>;
}

/** What was typed before the detour of a challenge that was passed; undefined for anything else. */
export async function findKeptForm(ctx: Context | PlatformContext, id: string): Promise<KeptForm | undefined> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  return withHolderRead(holder, async (tx) => {
    const challenge = isId(id) ? await findChallenge(tx, holder, id) : undefined;
    if (!challenge?.passedAt || !challenge.sealedValues) return undefined;
    const text = await openForHolder(tx, holder, { purpose: "challenge", row: challenge.id }, challenge.sealedValues);
    return { path: challenge.returnPath, values: JSON.parse(text) as Record<string, string> };
  });
}
