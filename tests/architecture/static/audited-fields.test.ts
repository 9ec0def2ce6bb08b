import { describe, expect, it } from "vitest";
import { auditedFields } from "@/lib/audit/audited-fields";
import { defaultPasswordPolicy, defaultSecurityPreference } from "@/lib/authorization/account-settings";
import { locales, messagesFor } from "@/lib/foundation/messages";

/** The closed sets: what a field may hold, where that is not free. */
const sets = Object.fromEntries(
  Object.entries(auditedFields).flatMap(([name, kind]) => {
    if (typeof kind === "string") return [];
    return [[name, [...("each" in kind ? kind.each : kind)]]];
  }),
);

const sorted = (names: Iterable<string>) => [...names].toSorted();

describe.each(locales)("what an audit event says before and after, in %s: messages/*/audit-log.json", (locale) => {
  const { fields, values }: { fields: object; values: Record<string, object> } = messagesFor(locale).auditLog;

  it("every field that can be audited has a name, and no name is left of one that is gone", () => {
    expect(sorted(Object.keys(fields))).toEqual(sorted(Object.keys(auditedFields)));
  });

  it("every value of a closed set has a word, and no other", () => {
    const said = Object.entries(values).map(([name, words]) => [name, sorted(Object.keys(words))]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, sorted(set)])),
    );
  });
});

it("every setting of an account that can change can be audited", () => {
  const settings = Object.keys({ ...defaultPasswordPolicy, ...defaultSecurityPreference });
  expect(settings.filter((name) => !(name in auditedFields))).toEqual([]);
});
