import { expect, it } from "vitest";
import { chooseLocale } from "./choose-locale";

it.each([
  ["the choice on this device before the browser's wish", "en", "zh-CN", "en"],
  ["the browser's wish before English", undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["Simplified Chinese for every Chinese", undefined, "zh-Hant-TW", "zh-CN"],
  ["the higher quality, not the first place", undefined, "en;q=0.2, zh;q=0.7", "zh-CN"],
  ["the next wish when the first is not offered", undefined, "de-DE, en-GB;q=0.8, zh;q=0.5", "en"],
  ["no language that the browser excludes", undefined, "zh;q=0, fr", "en"],
  ["English without any wish", undefined, null, "en"],
  ["English for a made-up cookie", "../../etc", "*", "en"],
  ["English for nonsense", undefined, `${",;q=".repeat(5000)}zh`, "en"],
] as const)("takes %s", (_, cookie, header, locale) => {
  expect(chooseLocale(cookie, header)).toBe(locale);
});
