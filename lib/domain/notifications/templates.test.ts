import { describe, expect, test } from "vitest";
import { messageKinds } from "@/db/schema/outbox-messages";
import { renderMessage } from "./templates";

const params = {
  code: "042137",
  accountName: "harbor",
  name: "harbor#ada",
  link: "https://console.test/reset-password/abc?x=1&y=2",
  reason: "The licence is cut off.\nSend the whole page.",
  device: "Edge on Windows",
  ip: "192.0.2.7",
  change: "added",
  count: "2",
  why: "limit",
  by: "administrator",
  keyId: "EAK7QX3M9T2BVN5KD8",
  key: "ada@laptop",
  fingerprint: "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
  days: "7",
  whose: "ada",
  spent: "12.40",
  amount: "50.00",
  currency: "CNY",
  percent: "80",
  per: "month",
  effect: "new",
  when: "2026-11-29 14:00",
  zone: "Asia/Shanghai",
  state: "exhausted",
  available: "-0.40",
  grace: "24",
  requestedBy: "first@espalier.test",
  reference: "case-1",
  until: "2026-12-04 09:00",
  details: "I7: month 2026-10-01 ada\nI7: levels differ",
};
const locales = ["en", "zh-CN"] as const;

describe.each(locales)("in %s", (locale) => {
  test.each(messageKinds)("%s has a subject of one line, text and HTML that say the same, and a short form", (kind) => {
    const { subject, text, html } = renderMessage(kind, "mail", locale, params);
    expect(subject).toMatch(/^\S[^\n]{3,77}$/);
    expect(html).toContain(`<html lang="${locale}">`);
    const words = html
      ?.replaceAll(/<head>.*<\/head>|<[^>]+>/g, "")
      .replaceAll("&amp;", "&")
      .replaceAll("&#39;", "'");
    expect(words?.replaceAll(/\s+/g, "")).toBe(text.replace("\n-- \n", "").replaceAll(/\s+/g, ""));
    const short = renderMessage(kind, "sms", locale, params);
    expect(Object.keys(short)).toEqual(["text"]);
    // Four joined GSM or UCS-2 parts: more is a letter, not an SMS.
    expect(short.text.length).toBeLessThan(260);
    expect(`${subject}${text}${html}${short.text}`).not.toMatch(/[{}]|undefined|notifications\./);
  });

  test("code, link, lifetime and reason are where they belong", () => {
    const code = renderMessage("sign-up-code", "mail", locale, params);
    expect(code.subject).toContain("042137");
    expect(code.text).toContain("\n\n042137\n\n");
    expect(code.text).toMatch(/\b5\b/);
    expect(renderMessage("sign-up-code", "sms", locale, params).text).toContain("042137");
    const reset = renderMessage("reset-password-link", "mail", locale, params);
    expect(reset.text).toContain(`\n\n${params.link}\n\n`);
    expect(reset.text).toMatch(/\b30\b/);
    expect(reset.html).toContain('<a href="https://console.test/reset-password/abc?x=1&amp;y=2">');
    const rejected = renderMessage("verification-rejected", "mail", locale, params);
    expect(rejected.text).toContain(params.reason);
    expect(rejected.html).toContain("The licence is cut off.<br>\nSend the whole page.");
  });
});

test("the languages differ", () => {
  for (const kind of messageKinds) {
    expect(renderMessage(kind, "mail", "en", params).text).not.toBe(renderMessage(kind, "mail", "zh-CN", params).text);
  }
});

test.each([
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "{code} {link, plural, other {#}} '{name}'",
  "<b>bold</b> & 'quoted' \"twice\"",
  "https://evil.test/",
  "\n\nhttps://evil.test/\n\n",
])("typed text stays text: %j", (reason) => {
  const { html = "", text } = renderMessage("verification-rejected", "mail", "en", { ...params, reason });
  expect(text).toContain(reason);
  expect(
    html.replaceAll(
      /<\/?(?:p|html|body|title|head)>|<html lang="en">|<meta charset="utf-8">|<br>|<!doctype html>/g,
      "",
    ),
  ).not.toMatch(/[<>"]/);
});

test("a link that is none is not made one", () => {
  const { html } = renderMessage("reset-password-link", "mail", "en", { ...params, link: "javascript:alert(1)" });
  expect(html).not.toContain("<a ");
});

test("a subject cannot be broken into further headers", () => {
  const accountName = "harbor\r\nBcc: everybody@evil.test";
  expect(renderMessage("verification-approved", "mail", "en", { accountName }).subject).not.toMatch(/[\r\n]/);
});

test("words without their parameter are an error and not a mail", () => {
  expect(() => renderMessage("sign-up-code", "mail", "en", { accountName: "harbor" })).toThrow();
  expect(() => renderMessage("reset-password-link", "sms", "zh-CN", {})).toThrow();
});
