import "server-only";
import en from "@/messages/en/front-door.json";
import zh from "@/messages/zh-CN/front-door.json";

/** A page of the door's own, in both languages: it knows nobody's choice. */
export function ownPage(name: "away" | "tooLarge", status: number, headers: Record<string, string> = {}): Response {
  const section = (language: string, words: typeof en) =>
    `<section lang="${language}"><h1>${words[`${name}Title`]}</h1><p>${words[`${name}Text`]}</p></section>`;
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${en[`${name}Title`]}</title>
<main>${section("en", en)}${section("zh-CN", zh)}</main></html>
`;
  return new Response(page, {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}
