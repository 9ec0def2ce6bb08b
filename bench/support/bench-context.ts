import type { Context } from "@/lib/authorization/context";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { newId } from "@/lib/foundation/ids";

export const requestNow = () => ({
  requestId: newId(),
  now: new Date(),
  facts: { ip: "127.0.0.1", userAgent: "Bench" },
});

/** What a request with this cookie would act as. */
export async function contextOf(token: string): Promise<Context> {
  const resumed = await resumeSession(token, requestNow());
  if (resumed?.kind !== "account") throw new Error("the session is not open");
  return resumed.ctx;
}
