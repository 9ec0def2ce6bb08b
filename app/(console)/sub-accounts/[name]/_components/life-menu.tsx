import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { MoreMenu } from "@/components/ui/more-menu";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  ctx: Context;
  name: string;
  state: "active" | "disabled";
}

/** What an administrator may do to this sub-account; nothing is drawn for whoever may not. */
export async function LifeMenu({ ctx, name, state }: Props) {
  const t = await getTranslations("subAccountLife");
  const resource = subAccountResource(ctx, name);
  const items = [
    mayDo(ctx, "ram:UpdateUser", resource) && { href: paths.subAccounts.edit(name), label: t("edit") },
    mayDo(ctx, "ram:UpdateLoginProfile", resource) && { href: paths.subAccounts.logon(name), label: t("logon") },
    state === "active" &&
      mayDo(ctx, "espalier:DisableSubAccount", resource) && {
        href: paths.subAccounts.disable(name),
        label: t("disable", { name }),
      },
    mayDo(ctx, "ram:DeleteUser", resource) && { href: paths.subAccounts.remove(name), label: t("delete", { name }) },
  ];
  const mayEnable = state === "disabled" && mayDo(ctx, "espalier:EnableSubAccount", resource);
  return (
    <>
      {mayEnable ? <ButtonLink href={paths.subAccounts.enable(name)}>{t("enable", { name })}</ButtonLink> : null}
      <MoreMenu items={items} />
    </>
  );
}
