import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RenameFactor } from "@/app/_components/rename-factor";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { renameOperatorPasskeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("passkeys.rename") };
}

export default async function RenameOperatorPasskeyPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireOperatorContext();
  const { id } = await params;
  const { factors } = await forPage(getOwnFactors(ctx));
  const factor = factors.find((one) => one.id === id && one.kind === "passkey");
  if (!factor) notFound();
  return <RenameFactor factor={factor} rename={renameOperatorPasskeyAction} back={paths.operator.mySignIn()} />;
}
