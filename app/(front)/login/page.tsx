import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paths, withReturn } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { DoorForm } from "../_components/door-form";
import { DoorFrame } from "../_components/door-frame";
import { signInByPasskeyAction, signInRootUserAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.root.title")} · ${t("common.productName")}` };
}

export default async function RootUserDoor({ searchParams }: { searchParams: SearchParams }) {
  const next = await readNext(searchParams);
  const session = await currentSession();
  if (session?.kind === "account" && session.ctx.actor.type === "root-user") redirect(next ?? paths.home());
  const t = await getTranslations("doors");
  return (
    <DoorFrame
      title={t("root.title")}
      lead={t("root.lead")}
      links={[
        { href: paths.forgotten(), label: t("links.forgotten") },
        { href: withReturn(paths.landing(), next), label: t("links.subAccount") },
        { href: paths.signUp(), label: t("links.signUp") },
      ]}
    >
      <DoorForm action={signInRootUserAction} byPasskey={signInByPasskeyAction} next={next} />
    </DoorFrame>
  );
}
