import "server-only";
import { and, eq } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { requireCodeSend } from "@/lib/domain/verification-codes/require-code-send";
import { codeHashOf, freshCode } from "@/lib/domain/verification-codes/rules";
import { invalidField } from "@/lib/foundation/errors";
import { newNumericCode } from "@/lib/foundation/tokens";
import { authorizeHolder, recordHolderAudit, withHolderRead, withHolderTransaction } from "./authorize-holder";
import { readHolder, requireOpenChallenge } from "./lookups";
import { type CodeChannel, stepUpMethods } from "./rules";

const actions = { account: "espalier:StepUp", platform: "platform:StepUp" } as const;

/**
 * Sends a code that answers this challenge of this session and nothing else; one sent before stops working. Throws
 * `invalid-input` on field `channel` where no code can help or reach, `rate-limited`.
 */
export async function sendStepUpCode(
  ctx: Context | PlatformContext,
  { id, channel }: { id: string; channel: CodeChannel },
): Promise<void> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  const { person, challenge } = await withHolderRead(holder, async (tx) => ({
    challenge: await requireOpenChallenge(tx, holder, id),
    person: await readHolder(tx, holder),
  }));
  const purpose = challenge.purpose as StepUpPurpose;
  const methods = stepUpMethods(purpose, person.means);
  const helps = methods.includes("code") || methods.includes("password-code");
  if (!helps || !person.means.channels.includes(channel)) throw invalidField("challenge", "channel", "chooseOne");
  const to = channel === "sms" ? person.phone : person.email;
  const accountId = "accountId" in ctx ? ctx.accountId : undefined;
  await requireCodeSend(ctx.now, { channel, to, ip: ctx.facts.ip, accountId });
  const code = newNumericCode();
  const codeHash = codeHashOf([challenge.id, challenge.purpose, challenge.sessionId], code);
  await withHolderTransaction(holder, async (tx) => {
    const { challenges } = holder.tables;
    await tx
      .update(challenges)
      .set({ ...freshCode(codeHash, ctx.now), codeChannel: channel })
      .where(and(holder.own.challenges, eq(challenges.id, id)));
    const { name, locale } = person;
    await enqueueMessage(tx, { channel, kind: "step-up-code", to, locale, params: { code, name } });
    await recordHolderAudit(tx, holder, { ...actions, after: { purpose, codeSentBy: channel } });
  });
}
