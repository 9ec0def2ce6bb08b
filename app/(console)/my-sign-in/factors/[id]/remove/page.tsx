import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RemoveFactor } from "@/app/_components/remove-factor";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { removeFactorAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("title") };
}

export default async function RemoveFactorPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireConsoleContext();
  const { id } = await params;
  const own = await forPage(getOwnFactors(ctx));
  const factor = own.factors.find((one) => one.id === id);
  if (!factor) notFound();
  return <RemoveFactor factor={factor} own={own} remove={removeFactorAction} back={paths.mySignIn()} />;
}
