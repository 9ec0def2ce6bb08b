import { Download } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/entrypoints/console/paths";

/** A month's files: one button each, and no script. FOCUS is of the account alone. */
export async function DocumentForm({ month, name }: { month: string; name: string }) {
  const t = await getTranslations("finance");
  const formats = name ? (["csv"] as const) : (["csv", "focus"] as const);
  return (
    <form action={paths.bills.export()} method="post" className="flex flex-wrap gap-2 print:hidden">
      <input type="hidden" name="month" value={month} />
      <input type="hidden" name="name" value={name} />
      {formats.map((format) => (
        <Button key={format} type="submit" name="format" value={format}>
          <Download aria-hidden="true" className="icon" />
          {t(`files.${format}`)}
        </Button>
      ))}
    </form>
  );
}
