import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = "db/migrations";
const parse = (file: string) => JSON.parse(readFileSync(`${folder}/meta/${file}`, "utf8"));

test("the journal names each migration file once, in order, and every snapshot parses", () => {
  const { entries } = parse("_journal.json") as { entries: { idx: number; tag: string }[] };
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(files.sort());
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, at) => at));
  for (const file of readdirSync(`${folder}/meta`)) expect(() => parse(file), file).not.toThrow();
});
