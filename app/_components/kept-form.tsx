import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { KeptFormProvider } from "@/components/forms/kept-form";
import { Banner } from "@/components/ui/banner";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { readKeptForm } from "@/lib/entrypoints/console/detour";
import { forPage } from "@/lib/entrypoints/console/for-page";

interface Props {
  ctx: Context | PlatformContext;
  children: ReactNode;
}

/** After a detour to the page that asks for a proof, the form it came from is filled again, and says so. */
export async function KeptForm({ ctx, children }: Props) {
  const kept = await forPage(readKeptForm(ctx));
  const t = await getTranslations("stepUp");
  const notice = (
    <Banner tone="ok" role="status">
      {t(kept?.hadFile ? "provedWithoutFile" : "proved")}
    </Banner>
  );
  return (
    <KeptFormProvider kept={kept} notice={notice}>
      {children}
    </KeptFormProvider>
  );
}
