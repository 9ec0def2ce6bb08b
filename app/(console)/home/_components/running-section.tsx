import { getTranslations } from "next-intl/server";
import { ResourceTable } from "@/app/(console)/resources/_components/resource-table";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Workspace } from "@/lib/domain/workspaces/queries";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  running: NonNullable<Workspace["running"]>;
  terms: Workspace["terms"];
}

/** What platform services run for the sub-account, the newest by name, and why all of it was stopped where it was. */
export async function RunningSection({ running: { order, isWalletEmpty, there, running, newest }, terms }: Props) {
  const t = await getTranslations("home.running");
  return (
    <Section
      id="running"
      title={t("title")}
      lead={there > 0 ? t("lead", { running, there }) : undefined}
      action={
        there > 0 ? (
          <ButtonLink href={paths.resources.list()} variant="link">
            {t("open")}
          </ButtonLink>
        ) : undefined
      }
    >
      {order.decided !== "running" ? (
        <div className="mb-4">
          <Banner tone="warn" title={t(order.decided === "suspended" ? "stopped" : "slowed")}>
            {order.reasons.map((reason) => (
              <p key={reason}>{t(`reasons.${reason}`)}</p>
            ))}
          </Banner>
        </div>
      ) : isWalletEmpty ? (
        <div className="mb-4">
          <Banner tone="warn" title={t("nothingNew")}>
            {t("nothingNewText")}
          </Banner>
        </div>
      ) : null}
      {newest.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <ResourceTable rows={newest} terms={terms} showOwner={false} />
      )}
    </Section>
  );
}
