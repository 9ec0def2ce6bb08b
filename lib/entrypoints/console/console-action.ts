import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { forbidden, redirect, unstable_rethrow } from "next/navigation";
import type * as z from "zod";
import { isRefusal } from "@/lib/authorization/access-denied";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { recordRefusal } from "@/lib/domain/audit-log/record-refusal";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { emptyFormState, type FormAction, type FormState } from "@/lib/foundation/form-state";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { isOwnOrigin } from "./check-origin";
import { beginDetour, postedFrom, stepUpPurposeOf } from "./detour";
import { paths, withReturn } from "./paths";
import { echoOf, readForm } from "./read-form";
import { currentRequest } from "./request-facts";
import { resumeAnew, strangerContext } from "./require-context";
import { toFormState } from "./to-form-state";

interface ActionOf<C, S extends z.ZodType, R> {
  input: S;
  /** Fields that may be shown again after a refusal. Never a password, code, token or file. */
  echo?: readonly string[] | ((form: FormData) => readonly string[]);
  verb: (ctx: C, input: z.output<S>) => Promise<R>;
  /** Cookies and one-read rows; the verb's change stands by then. */
  after?: (result: R, ctx: C, input: z.output<S>) => Promise<void>;
  /**
   * Where to go; undefined stays, and the page is drawn anew in the answer to this same request. `result` is undefined
   * when the same form was sent before: its effect stands.
   */
  done: (input: z.output<S>, result: R | undefined) => string | undefined | Promise<string | undefined>;
}

interface Entrance<C> {
  enter: () => Promise<C>;
  /** Where a session that is over is opened anew; doors have none. */
  door?: string;
  /** The page that asks for a fresh proof; doors ask for none. */
  stepUpPath?: (id: string) => string;
}

function action<C extends Context | PlatformContext, S extends z.ZodType, R>(
  { enter, door, stepUpPath }: Entrance<C>,
  definition: ActionOf<C, S, R>,
): FormAction {
  return async (previous, form) => {
    await requireOwnOrigin();
    const attempt = nextAttempt(previous);
    const { echo = [] } = definition;
    const values = echoOf(form, typeof echo === "function" ? echo(form) : echo);
    const { requestId } = await currentRequest();
    const read = readForm(definition.input, form);
    let target: string | undefined;
    let ctx: C | undefined;
    try {
      const entered = withIdempotencyKey(await enter(), form);
      ctx = entered;
      if (read.fieldErrors) return { attempt, values, fieldErrors: read.fieldErrors, requestId };
      const result = await onceMoreWhenStale(
        () => definition.verb(entered, read.input),
        async () => definition.verb(withIdempotencyKey(await enter(), form), read.input),
      );
      await definition.after?.(result, entered, read.input);
      target = await definition.done(read.input, result);
    } catch (error) {
      unstable_rethrow(error);
      if (isRefusal(error) && ctx && "accountId" in ctx) await recordRefusal(ctx, error);
      const purpose = stepUpPurposeOf(error);
      if (ctx && purpose && stepUpPath) target = stepUpPath(await beginDetour(ctx, purpose, form, values));
      else if (door && isSessionOver(error)) target = withReturn(door, await postedFrom());
      else if (!(error instanceof AlreadyDone) || read.fieldErrors) {
        return toFormState(error, attempt, values, requestId);
      } else target = await definition.done(read.input, undefined);
    }
    if (target !== undefined) redirect(target);
    refresh();
    return emptyFormState;
  };
}

function isSessionOver(error: unknown): boolean {
  return error instanceof DomainError && error.code === "unauthenticated";
}

function nextAttempt(previous: FormState | undefined): number {
  const attempt = previous?.attempt;
  return typeof attempt === "number" && Number.isSafeInteger(attempt) ? Math.max(0, attempt) + 1 : 1;
}

function withIdempotencyKey<C>(ctx: C, form: FormData): C {
  const key = form.get("idempotencyKey");
  return typeof key === "string" && /^[\w-]{16,64}$/.test(key) ? { ...ctx, idempotencyKey: key } : ctx;
}

/** The account's authority changed between the decision and the transaction: decide again, once, on fresh facts. */
async function onceMoreWhenStale<R>(first: () => Promise<R>, second: () => Promise<R>): Promise<R> {
  try {
    return await first();
  } catch (error) {
    if (isStaleAuthority(error)) return second();
    throw error;
  }
}

async function requireOwnOrigin(): Promise<void> {
  const list = await headers();
  if (!isOwnOrigin(env().origin, list.get("origin"), list.get("sec-fetch-site"))) forbidden();
}

async function enterConsole(): Promise<Context> {
  const resumed = await resumeAnew();
  if (resumed?.kind !== "account") redirect(paths.rootDoor());
  return resumed.ctx;
}

async function enterOperator(): Promise<PlatformContext> {
  const resumed = await resumeAnew();
  if (resumed?.kind !== "operator") redirect(paths.operatorDoor());
  return resumed.ctx;
}

/** A form of somebody signed in to an account: Origin, session row, strict parse, verb, redirect. */
export function consoleAction<S extends z.ZodType, R>(definition: ActionOf<Context, S, R>): FormAction {
  return action({ enter: enterConsole, door: paths.rootDoor(), stepUpPath: paths.stepUp }, definition);
}

/** A form of an operator. */
export function operatorAction<S extends z.ZodType, R>(definition: ActionOf<PlatformContext, S, R>): FormAction {
  const edge = { enter: enterOperator, door: paths.operatorDoor(), stepUpPath: paths.operator.stepUp };
  return action(edge, definition);
}

/** A form at a door: of somebody of whom nothing is known yet. */
export function doorAction<S extends z.ZodType, R>(definition: ActionOf<PlatformContext, S, R>): FormAction {
  return action({ enter: strangerContext }, definition);
}
