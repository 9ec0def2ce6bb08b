import "server-only";
import en from "@/messages/en/front-door.json";
import zh from "@/messages/zh-CN/front-door.json";

const section = (language: string, { awayTitle, awayText }: typeof en) =>
  `<section lang="${language}"><h1>${awayTitle}</h1><p>${awayText}</p></section>`;

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${en.awayTitle}</title>
<main>${section("en", en)}${section("zh-CN", zh)}</main></html>
`;

/** What people see while the pages' process is away. */
export function awayPage(): Response {
  return new Response(page, {
    status: 503,
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Retry-After": "5" },
  });
}
