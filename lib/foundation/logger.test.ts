import { expect, test } from "vitest";
import { createLogger } from "./logger";

function logged(write: (logger: ReturnType<typeof createLogger>) => void) {
  const lines: string[] = [];
  write(createLogger({ write: (line) => void lines.push(line) }));
  return { text: lines.join(""), record: JSON.parse(lines[0] ?? "") as Record<string, unknown> };
}

test("only named fields are logged", () => {
  const { text, record } = logged((logger) => logger.info({ requestId: "r-1", password: "canary" }, "a sentence"));
  expect(record).toMatchObject({ level: "info", requestId: "r-1", msg: "a sentence" });
  expect(text).not.toContain("canary");
});

test("an error is logged without its message, wherever it stands, and its cause too", () => {
  const cause = Object.assign(new Error("select canary"), {
    code: "23505",
    constraint_name: "accounts_pkey",
    detail: "canary",
  });
  const error = new Error("Failed query: canary", { cause });
  const inField = logged((logger) => logger.error({ err: error }, "it failed"));
  const bare = logged((logger) => logger.error(error));
  for (const { text, record } of [inField, bare]) {
    expect(text).not.toContain("canary");
    expect(record).toMatchObject({ err: { name: "Error", cause: { code: "23505", constraint: "accounts_pkey" } } });
  }
});

test("what is no error is logged by its type alone", () => {
  expect(logged((logger) => logger.error({ err: "canary" }, "it failed")).text).not.toContain("canary");
});
