import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { guardDemoData } from "./guard-demo-data";

test("data that was ever the demo's is never served to the network", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "espalier-demo-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const served = { dataDir, origin: "https://console.example.com" };
  guardDemoData(served, "start");
  guardDemoData({ dataDir, origin: "http://127.0.0.1:3000" }, "demo");
  expect(() => guardDemoData(served, "start")).toThrow("password is public");
  expect(() => guardDemoData({ dataDir, origin: "http://127.0.0.1:3000" }, "start")).not.toThrow();
});
