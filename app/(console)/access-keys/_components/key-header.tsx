import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import type { AccessKeyView } from "@/lib/domain/access-keys/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { StandingBadge } from "./standing-badge";

export async function keyTitle(id: string): Promise<string> {
  const [t, { account }] = await Promise.all([getTranslations("accessKeys"), requireConsoleContext()]);
  return `${id} · ${t("room")} · ${account.alias}`;
}

interface Props {
  accessKey: AccessKeyView;
  title?: string;
  lead?: string;
  action?: ReactNode;
  more?: ReactNode;
}

/** The head of every page of one key: which it is, whose, and what it is worth now. */
export async function KeyHeader({ accessKey, title, lead, action, more }: Props) {
  const t = await getTranslations("accessKeys");
  const { id, ownerName, name } = accessKey;
  const trail = [{ href: paths.accessKeys.list(), label: t("room") }];
  return (
    <PageHeader
      title={title ?? (name || t("unnamed"))}
      lead={lead}
      breadcrumb={title ? [...trail, { href: paths.accessKeys.one(id), label: name || id }] : trail}
      facts={[
        <span key="id" className="break-all font-mono">
          {id}
        </span>,
        ownerName ?? t("rootUser"),
        <StandingBadge key="standing" accessKey={accessKey} />,
      ]}
      action={action}
      more={more}
    />
  );
}
