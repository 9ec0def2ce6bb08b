import { expect, it } from "vitest";
import { accountActions, doorActions, platformActions } from "@/lib/authorization/actions";
import { locales, messagesFor } from "@/lib/foundation/messages";

const actions = [...accountActions, ...platformActions, ...doorActions];

it.each(locales)(
  "every action has its sentence in the audit log, in %s: messages/*/audit-log.json, `sentences`",
  (locale) => {
    const sentences: Record<string, string> = messagesFor(locale).auditLog.sentences;
    expect(actions.filter((action) => !sentences[action.replace(":", "_")])).toEqual([]);
  },
);

it.each(locales)("no sentence is left of an action that is gone, in %s", (locale) => {
  const keys = new Set<string>(actions.map((action) => action.replace(":", "_")));
  expect(Object.keys(messagesFor(locale).auditLog.sentences).filter((key) => !keys.has(key))).toEqual([]);
});
