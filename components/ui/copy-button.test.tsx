// @vitest-environment happy-dom
import { NextIntlClientProvider } from "next-intl";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import common from "@/messages/en/common.json";
import { CopyButton } from "./copy-button";

let root: Root;
let host: HTMLElement;

beforeEach(async () => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
  await act(async () =>
    root.render(
      <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ common }}>
        <CopyButton text="the value" what="secret" compact />
      </NextIntlClientProvider>,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

function setClipboard(clipboard: unknown, execCommand: (command: string) => boolean) {
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: clipboard });
  Object.defineProperty(document, "execCommand", { configurable: true, value: execCommand });
}

const press = () => act(async () => host.querySelector("button")?.click());
const said = () => host.querySelector("[role=status]")?.textContent;

it("copies, and says so in a live region that was there before", async () => {
  const copied: string[] = [];
  setClipboard({ writeText: async (text: string) => copied.push(text) }, () => false);
  expect(said()).toBe("");
  expect(host.querySelector("button")?.getAttribute("aria-label")).toBe("Copy secret");
  await press();
  expect(copied).toEqual(["the value"]);
  expect(said()).toBe(common.copied);
});

it("copies by the old command where the Clipboard API is refused", async () => {
  let selected = "";
  setClipboard({ writeText: () => Promise.reject(new DOMException("refused", "NotAllowedError")) }, () => {
    selected = getSelection()?.toString() ?? "";
    return true;
  });
  await press();
  expect(selected).toBe("the value");
  expect(said()).toBe(common.copied);
});

it("leaves the text selected and names the keys where nothing may copy", async () => {
  setClipboard(undefined, () => false);
  await press();
  expect(getSelection()?.toString()).toBe("the value");
  expect(said()).toBe(common.copySelected);
  expect(host.querySelector<HTMLElement>(".copy-fallback")?.hidden).toBe(false);
});
