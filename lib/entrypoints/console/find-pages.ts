import "server-only";
import type { Context } from "@/lib/authorization/context";
import { locales, messagesFor } from "@/lib/foundation/messages";
import { navigationOf } from "./navigation";
import { paths } from "./paths";

/** The pages this person may open whose name, in either language, has the text in it. */
export function findPages(ctx: Context, text: string) {
  const { side, maySeeSubAccounts } = navigationOf(ctx);
  const wanted = text.toLowerCase();
  const words = locales.map((locale) => messagesFor(locale).shell);
  const pages = [
    ...(maySeeSubAccounts ? [{ href: paths.subAccounts.list(), label: "subAccounts" } as const] : []),
    ...side.flatMap(({ items }) => items),
    { href: paths.preferences(), label: "preferences" } as const,
    { href: paths.notifications(), label: "notifications" } as const,
  ];
  return wanted ? pages.filter(({ label }) => words.some((shell) => shell[label].toLowerCase().includes(wanted))) : [];
}
