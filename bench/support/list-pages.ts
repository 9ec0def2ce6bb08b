import { get } from "./http-client";

/** Addresses of the sub-account list as a person reaches them; each is checked to show a full page of rows. */
export async function listPages(origin: string, cookie: string) {
  const list = `${origin}/sub-accounts`;
  const first = await rowsOf(list, cookie);
  const href = /href="(\/sub-accounts\?[^"]*cursor=[^"]*)"/.exec(first)?.[1]?.replaceAll("&amp;", "&");
  if (!href) throw new Error("the list has no next page");
  const pages = { list, filtered: `${list}?state=active`, next: `${origin}${href}` };
  await Promise.all([rowsOf(pages.filtered, cookie), rowsOf(pages.next, cookie)]);
  return pages;
}

async function rowsOf(url: string, cookie: string): Promise<string> {
  const html = (await get(url, cookie)).body.toString();
  const rows = html.match(/<th scope="row"/g)?.length;
  if (rows !== 50) throw new Error(`${url} shows ${rows ?? "no"} rows instead of 50`);
  return html;
}
