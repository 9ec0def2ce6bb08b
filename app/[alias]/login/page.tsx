import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoorForm } from "@/app/(front)/_components/door-form";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { signInByPasskeyAction } from "@/app/(front)/login/actions";
import { findDoor } from "@/lib/domain/accounts/queries";
import { typedAlias, typedName } from "@/lib/domain/sign-in/schema";
import { paths, withReturn } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { MovedDoor } from "./_components/moved-door";
import { signInSubAccountAction } from "./actions";

interface Props {
  params: Promise<{ alias: string }>;
  searchParams: SearchParams;
}

/** What could not be an alias has no door; what is nobody's alias has one like any other. */
async function readAlias(params: Props["params"]): Promise<string> {
  const { alias } = await params;
  return typedAlias.safeParse(alias).data ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("doors");
  return { title: `${t("subAccount.title")} · ${await readAlias(params)}` };
}

export default async function SubAccountDoor({ params, searchParams }: Props) {
  const alias = await readAlias(params);
  const next = await readNext(searchParams);
  const session = await currentSession();
  const isHere = session?.kind === "account" && session.ctx.actor.type === "sub-account";
  if (isHere && session.ctx.account.alias === alias) redirect(next ?? paths.home());
  const found = await findDoor(alias);
  if (found && found.alias !== alias) return <MovedDoor company={found.companyName} alias={found.alias} />;
  const owner = found?.companyName ?? alias;
  const name = typedName.safeParse((await searchParams).name).data ?? "";
  const t = await getTranslations("doors");
  return (
    <DoorFrame
      title={t("subAccount.title")}
      owner={owner}
      links={[
        { href: paths.forgottenAt(alias), label: t("links.forgotten") },
        { href: withReturn(paths.rootDoor(), next), label: t("links.rootUser") },
        { href: withReturn(paths.landing(), next), label: t("links.otherAccount") },
      ]}
    >
      <DoorForm
        action={signInSubAccountAction}
        byPasskey={signInByPasskeyAction}
        next={next}
        user={{ alias, typed: name }}
      />
    </DoorFrame>
  );
}
