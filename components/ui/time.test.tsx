import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Time } from "./time";

const now = new Date("2026-11-21T12:00:00Z");
const html = (at: string, locale: "en" | "zh-CN" = "en", more = {}) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="UTC" now={now} messages={{}}>
      <Time at={at} {...more} />
    </NextIntlClientProvider>,
  );

it("is relative under seven days, with the exact time for hover and focus", () => {
  const shown = html("2026-11-21T09:00:00Z");
  expect(shown).toContain('dateTime="2026-11-21T09:00:00.000Z"');
  expect(shown).toContain(">3 hours ago<");
  expect(shown).toContain('tabindex="0"');
  expect(shown).toMatch(/data-exact="[^"]*09:00:00 UTC"/);
});

it("is exact from seven days on and where it is asked to be, and names its zone where the page does not", () => {
  expect(html("2026-11-14T12:00:00Z")).toContain(">Nov 14, 2026, 12:00 UTC<");
  expect(html("2026-11-21T09:00:00Z", "en", { exact: true })).toContain(">Nov 21, 2026, 09:00 UTC<");
});

it("counts 24 hours in both languages, and in the zone it is given", () => {
  const zone = { exact: true, timeZone: "Asia/Shanghai" };
  expect(html("2026-11-01T16:30:00Z", "en", zone)).toContain(">Nov 2, 2026, 00:30<");
  expect(html("2026-11-01T16:30:00Z", "zh-CN", zone)).toContain(">2026年11月2日 00:30<");
});
