import "server-only";
import { covers, coversArn, overlaps, overlapsArn } from "./compare-patterns";
import type { Conditions, HeldPolicy, PolicyStatement } from "./policy-document";

/** What somebody does not hold of a statement: the pair of patterns that no statement of theirs covers. */
export interface Excess {
  action: string;
  resource: string;
}

/** A set of names: those that a pattern matches, or all but those. */
interface Names {
  patterns: readonly string[];
  except: boolean;
}

interface Compare {
  covers: (wide: string, narrow: string) => boolean;
  overlaps: (one: string, other: string) => boolean;
}

const caseless = (holds: (one: string, other: string) => boolean) => (one: string, other: string) =>
  holds(one.toLowerCase(), other.toLowerCase());
const ofActions: Compare = { covers: caseless(covers), overlaps: caseless(overlaps) };
const ofArns: Compare = { covers: coversArn, overlaps: overlapsArn };

const actionsOf = ({ Action, NotAction }: PolicyStatement): Names => namesOf(Action, NotAction);
const arnsOf = ({ Resource, NotResource }: PolicyStatement): Names => namesOf(Resource, NotResource);
const namesOf = (only: readonly string[] = [], except?: readonly string[]): Names =>
  except ? { patterns: except, except: true } : { patterns: only, except: false };

/**
 * The first part of the statements' reach that is not wholly within what `held` allows; undefined where all of it is.
 * Errs to one side: what cannot be shown to be held is excess. What people may do with themselves does not count, since
 * it is not theirs to give; what is denied to everybody alike does not count either.
 */
export function findExcess(held: readonly HeldPolicy[], statements: readonly PolicyStatement[]): Excess | undefined {
  const own = held.filter(({ type }) => type !== "Self").flatMap(({ document }) => document.Statement);
  const allows = own.filter(({ Effect }) => Effect === "Allow");
  const denies = held
    .filter(({ type }) => type !== "Role")
    .flatMap(({ document }) => document.Statement.filter(({ Effect }) => Effect === "Deny"));
  for (const statement of statements) {
    const excess = denies.some((deny) => mayMeet(deny, statement))
      ? firstPart(statement)
      : notCovered(allows, statement);
    if (excess) return excess;
  }
  return undefined;
}

function mayMeet(deny: PolicyStatement, statement: PolicyStatement): boolean {
  return (
    meetsNames(actionsOf(deny), actionsOf(statement), ofActions) && meetsNames(arnsOf(deny), arnsOf(statement), ofArns)
  );
}

function meetsNames(one: Names, other: Names, compare: Compare): boolean {
  if (one.except && other.except) return true;
  if (one.except) return other.patterns.some((pattern) => !isWithin(pattern, one.patterns, compare));
  if (other.except) return one.patterns.some((pattern) => !isWithin(pattern, other.patterns, compare));
  return one.patterns.some((a) => other.patterns.some((b) => compare.overlaps(a, b)));
}

const isWithin = (pattern: string, patterns: readonly string[], compare: Compare) =>
  patterns.some((wide) => compare.covers(wide, pattern));

/** The parts of a set that must be covered one by one: its patterns, or the whole of "all but". */
const partsOf = ({ patterns, except }: Names): readonly string[] => (except ? ["*"] : patterns);

function coversPart(wide: Names, set: Names, part: string, compare: Compare): boolean {
  if (!set.except) {
    return wide.except
      ? !wide.patterns.some((pattern) => compare.overlaps(pattern, part))
      : isWithin(part, wide.patterns, compare);
  }
  // All but these is within all but those, if those are among these.
  return wide.except
    ? wide.patterns.every((pattern) => isWithin(pattern, set.patterns, compare))
    : wide.patterns.includes("*");
}

function notCovered(allows: readonly PolicyStatement[], statement: PolicyStatement): Excess | undefined {
  const [actions, arns] = [actionsOf(statement), arnsOf(statement)];
  const [actionParts, arnParts] = [partsOf(actions), partsOf(arns)];
  const covered = new Set<string>();
  for (const allow of allows) {
    if (!isImplied(allow.Condition, statement.Condition)) continue;
    const within = arnParts.filter((part) => coversPart(arnsOf(allow), arns, part, ofArns));
    for (const action of actionParts) {
      if (within.length === 0 || !coversPart(actionsOf(allow), actions, action, ofActions)) continue;
      for (const arn of within) covered.add(`${action} ${arn}`);
    }
  }
  for (const action of actionParts) {
    const resource = arnParts.find((arn) => !covered.has(`${action} ${arn}`));
    if (resource !== undefined) return { action, resource };
  }
  return undefined;
}

/** Whether whoever meets `given` meets `wanted`: each of its conditions stands there too, with the same values. */
function isImplied(wanted: Conditions | undefined, given: Conditions | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const stated = given?.[operator]?.[key];
      return stated?.length === values.length && values.every((value) => stated.includes(value));
    }),
  );
}

const firstPart = (statement: PolicyStatement): Excess => ({
  action: partsOf(actionsOf(statement))[0] ?? "*",
  resource: partsOf(arnsOf(statement))[0] ?? "*",
});
