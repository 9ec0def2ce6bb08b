import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoorForm } from "@/app/(front)/_components/door-form";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { paths } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { signInOperatorAction, signInOperatorByPasskeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.operator.title")} · ${t("common.productName")}` };
}

export default async function OperatorDoor({ searchParams }: { searchParams: SearchParams }) {
  const next = await readNext(searchParams);
  if ((await currentSession())?.kind === "operator") redirect(next ?? paths.operator.home());
  const t = await getTranslations("doors");
  const shell = await getTranslations("shell");
  return (
    <DoorFrame
      title={t("operator.title")}
      note={shell("operator")}
      links={[{ href: paths.landing(), label: t("links.account") }]}
    >
      <DoorForm action={signInOperatorAction} byPasskey={signInOperatorByPasskeyAction} next={next} />
    </DoorFrame>
  );
}
