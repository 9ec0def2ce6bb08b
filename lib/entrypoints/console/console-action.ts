import "server-only";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { forbidden, redirect, unstable_rethrow } from "next/navigation";
import type * as z from "zod";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { env } from "@/lib/foundation/env";
import { emptyFormState, type FormAction, type FormState } from "@/lib/foundation/form-state";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { isOwnOrigin } from "./check-origin";
import { paths } from "./paths";
import { echoOf, readForm } from "./read-form";
import { currentRequest } from "./request-facts";
import { resumeAnew, strangerContext } from "./require-context";
import { toFormState } from "./to-form-state";

interface ActionOf<C, S extends z.ZodType, R> {
  input: S;
  /** Fields that may be shown again after a refusal. Never a password, code, token or file. */
  echo?: readonly string[];
  verb: (ctx: C, input: z.output<S>) => Promise<R>;
  /** Cookies and one-read rows; the verb's change stands by then. */
  after?: (result: R, ctx: C, input: z.output<S>) => Promise<void>;
  /**
   * Where to go; undefined stays, and the page is drawn anew in the answer to this same request. `result` is undefined
   * when the same form was sent before: its effect stands.
   */
  done: (input: z.output<S>, result: R | undefined) => string | undefined | Promise<string | undefined>;
}

type Enter<C> = () => Promise<C>;

function action<C, S extends z.ZodType, R>(enter: Enter<C>, definition: ActionOf<C, S, R>): FormAction {
  return async (previous, form) => {
    await requireOwnOrigin();
    const attempt = nextAttempt(previous);
    const values = echoOf(form, definition.echo ?? []);
    const { requestId } = await currentRequest();
    const read = readForm(definition.input, form);
    let target: string | undefined;
    try {
      const ctx = withIdempotencyKey(await enter(), form);
      if (read.fieldErrors) return { attempt, values, fieldErrors: read.fieldErrors, requestId };
      const result = await onceMoreWhenStale(
        () => definition.verb(ctx, read.input),
        async () => definition.verb(withIdempotencyKey(await enter(), form), read.input),
      );
      await definition.after?.(result, ctx, read.input);
      target = await definition.done(read.input, result);
    } catch (error) {
      unstable_rethrow(error);
      if (!(error instanceof AlreadyDone) || read.fieldErrors) return toFormState(error, attempt, values, requestId);
      target = await definition.done(read.input, undefined);
    }
    if (target !== undefined) redirect(target);
    refresh();
    return emptyFormState;
  };
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
  return action(enterConsole, definition);
}

/** A form of an operator. */
export function operatorAction<S extends z.ZodType, R>(definition: ActionOf<PlatformContext, S, R>): FormAction {
  return action(enterOperator, definition);
}

/** A form at a door: of somebody of whom nothing is known yet. */
export function doorAction<S extends z.ZodType, R>(definition: ActionOf<PlatformContext, S, R>): FormAction {
  return action(strangerContext, definition);
}
