import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { sourceFingerprint } from "./source-fingerprint";

let root: string;
const write = (path: string, content: string) => writeFileSync(join(root, path), content);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "espalier-sources-"));
  for (const folder of ["app", "app/login", "docs"]) mkdirSync(join(root, folder));
  write("app/login/page.tsx", "one");
  write("next.config.ts", "one");
  const made = root;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

test.each([
  ["a page changes", () => write("app/login/page.tsx", "two")],
  ["a page is added", () => write("app/page.tsx", "one")],
  ["a page moves", () => renameSync(join(root, "app/login/page.tsx"), join(root, "app/page.tsx"))],
  ["the configuration changes", () => write("next.config.ts", "two")],
])("when %s, the build is no longer the one of these sources", (_, change) => {
  const before = sourceFingerprint(root).hash;
  change();
  expect(sourceFingerprint(root).hash).not.toBe(before);
});

test("what no build is made of does not matter", () => {
  const before = sourceFingerprint(root).hash;
  write("app/page.test.tsx", "a test");
  write("docs/page.md", "a text");
  expect(sourceFingerprint(root).hash).toBe(before);
});
