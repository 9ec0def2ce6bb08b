import "server-only";
import type * as z from "zod";
import type { Context } from "@/lib/authorization/context";
import { invalidParameter, missingParameter, RamFault } from "./ram-fault";

export type Parameters = Readonly<Record<string, string>>;

/** What an action needs to know of its call beside the parameters. */
export interface RamCall {
  ctx: Context;
  action: string;
  parameters: Parameters;
}

interface Definition<S extends z.ZodObject, I, R> {
  wire: S;
  /** From RAM's spelling to the verb's input. */
  input: (wire: z.output<S>, call: RamCall) => I | Promise<I>;
  verb: (ctx: Context, input: I) => Promise<R> | R;
  /** From the verb's answer to RAM's; without it the answer is `RequestId` alone. */
  render?: (result: R, wire: z.output<S>, call: RamCall) => Record<string, unknown>;
  /** Where a verb's field has another name in RAM. */
  fields?: Readonly<Record<string, string>>;
  /** Codes of this action where RAM's differ from the noun's: `<code> <reason or noun>` → RAM's code. */
  codes?: Readonly<Record<string, string>>;
}

export interface RamAction {
  run: (call: RamCall) => Promise<Record<string, unknown>>;
  fields: Readonly<Record<string, string>>;
  codes: Readonly<Record<string, string>>;
}

/** One action of RAM or IMS: a verb between two translations. RAM's spelling stays in this folder. */
export function ramAction<S extends z.ZodObject, I, R>(definition: Definition<S, I, R>): RamAction {
  const { wire, input, verb, render, fields = {}, codes = {} } = definition;
  return {
    fields,
    codes,
    run: async (call) => {
      const read = readParameters(wire, call.parameters);
      const result = await verb(call.ctx, await input(read, call));
      return render?.(result, read, call) ?? {};
    },
  };
}

/** Throws the fault of the first parameter that cannot be used, before any data is touched. */
function readParameters<S extends z.ZodObject>(schema: S, parameters: Parameters): z.output<S> {
  for (const name of ["Tag", "ResourceGroupId"]) {
    const given = Object.entries(parameters).find(
      ([one, value]) => (one === name || one.startsWith(`${name}.`)) && value,
    );
    if (given) throw invalidParameter(name, "", `Espalier does not know ${name} yet.`);
  }
  const known = Object.fromEntries(Object.keys(schema.shape).flatMap((name) => ownEntry(parameters, name)));
  const parsed = schema.safeParse(known);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const name = String(first?.path[0] ?? "");
  if (name === "") throw new RamFault(400, first?.message ?? "MissingParameter", "A parameter is missing.");
  const message = innermost(first);
  if (message === "missing" || (parameters[name] === "" && message !== "missing" && isRequired(schema, name))) {
    throw missingParameter(name);
  }
  throw invalidParameter(name, /^[A-Z]\w*$/.test(message) ? message : "");
}

function ownEntry(parameters: Parameters, name: string): [string, string][] {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : flattened(parameters, name);
  return value === undefined ? [] : [[name, value]];
}

/** Lists travel as one JSON text, or with an entry for each member: `VerificationTypes.1`. */
const lists = new Set(["VerificationTypes"]);

function flattened(parameters: Parameters, name: string): string | undefined {
  if (!lists.has(name) || !Object.hasOwn(parameters, `${name}.1`)) return undefined;
  const members: string[] = [];
  for (let at = 1; Object.hasOwn(parameters, `${name}.${at}`); at += 1) members.push(parameters[`${name}.${at}`] ?? "");
  return JSON.stringify(members);
}

/** Of a union the branch that was meant: the one that is not the literal empty text. */
function innermost(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code !== "invalid_union") return issue?.message ?? "";
  return issue.errors.at(-1)?.[0]?.message ?? "";
}

function isRequired(schema: z.ZodObject, name: string): boolean {
  const field = schema.shape[name] as z.ZodType | undefined;
  return field !== undefined && !field.safeParse(undefined).success;
}
