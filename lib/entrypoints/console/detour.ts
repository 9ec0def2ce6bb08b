import "server-only";
import { cookies, headers } from "next/headers";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { type StepUpPurpose, stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { beginStepUp } from "@/lib/domain/second-factors/begin-step-up";
import { findKeptForm } from "@/lib/domain/second-factors/queries";
import { droppedFile } from "@/lib/domain/second-factors/rules";
import { DomainError } from "@/lib/foundation/errors";
import { paths, safeReturnPath } from "./paths";
import { sessionCookieOptions } from "./session-cookie";

/** What the refusal asks a fresh proof for; undefined for every other error. */
export function stepUpPurposeOf(error: unknown): StepUpPurpose | undefined {
  if (!(error instanceof DomainError) || error.code !== "step-up-required") return undefined;
  return stepUpPurposes.find((purpose) => purpose === error.details.purpose);
}

/** The page whose form was sent. */
export async function postedFrom(): Promise<string | undefined> {
  return safeReturnPath((await headers()).get("x-espalier-path") ?? undefined);
}

/** Remembers the form that waits and opens the challenge before it. `values` are the form's that may be shown again. */
export async function beginDetour(
  ctx: Context | PlatformContext,
  purpose: StepUpPurpose,
  form: FormData,
  values: Record<string, string>,
): Promise<string> {
  const formId = form.get("formId");
  const which = typeof formId === "string" ? formId.slice(0, 64) : "";
  const hadFile = [...form.values()].some((value) => value instanceof File && value.size > 0);
  const kept = { ...values, [formIdKey]: which, ...(hadFile && { [droppedFile]: "on" }) };
  return beginStepUp(ctx, { purpose, returnPath: (await postedFrom()) ?? "/", values: kept });
}

/**
 * For a plain form whose answer is a file: the page that asks for a fresh proof and leads back to `page`, where the button
 * is pressed again. Undefined for every other error.
 */
export async function detourOf(
  ctx: Context | PlatformContext,
  error: unknown,
  page: string,
): Promise<string | undefined> {
  const purpose = stepUpPurposeOf(error);
  if (!purpose) return undefined;
  const id = await beginStepUp(ctx, { purpose, returnPath: page, values: {} });
  return "platform" in ctx ? paths.operator.stepUp(id) : paths.stepUp(id);
}

const formIdKey = "$form";
const cookieName = "espalier-kept";
/** Long enough for the redirect and one reload. */
const keptSeconds = 60;

/** The next page fills its form with what was typed before the detour. */
export async function keepForm(id: string): Promise<void> {
  (await cookies()).set(cookieName, id, { ...sessionCookieOptions(), maxAge: keptSeconds });
}

export interface KeptValues {
  path: string;
  formId: string;
  values: Record<string, string>;
  /** A file had been chosen: it was not kept. */
  hadFile: boolean;
}

/** For the layouts: what a form of this page held before the detour that has just ended. */
export async function readKeptForm(ctx: Context | PlatformContext): Promise<KeptValues | undefined> {
  const id = (await cookies()).get(cookieName)?.value;
  const kept = id ? await findKeptForm(ctx, id) : undefined;
  if (!kept) return undefined;
  const { [formIdKey]: formId = "", [droppedFile]: file, ...values } = kept.values;
  return { path: kept.path.split("?")[0] ?? "", formId, values, hadFile: file !== undefined };
}
