import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listServiceKeys } from "@/lib/domain/service-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serviceKeys"))("title") };
}

export default async function ServicesPage() {
  const ctx = await requireOperatorContext();
  const keys = await forPage(listServiceKeys(ctx));
  const t = await getTranslations("serviceKeys");
  const issue = (
    <ButtonLink href={paths.operator.newService()} variant="primary">
      {t("issue")}
    </ButtonLink>
  );
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("lead")} action={issue} />
      {keys.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("services")}</th>
              <th scope="col">{t("scopes")}</th>
              <th scope="col">{t("key")}</th>
              <th scope="col">{t("issuedBy")}</th>
              <th scope="col">{t("lastUsed")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col">{t("revoke")}</th>
            </>
          }
        >
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row" className="min-w-28 wrap-anywhere">
                {key.name}
              </th>
              <td data-label={t("services")}>{key.services.join(", ")}</td>
              <td data-label={t("scopes")} className="font-mono">
                {key.scopes.join(", ")}
              </td>
              <td data-label={t("key")} className="whitespace-nowrap font-mono">
                espsv_…{key.lastFour}
              </td>
              <td data-label={t("issuedBy")}>
                <Time at={key.createdAt} />
              </td>
              <td data-label={t("lastUsed")}>{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t("never")}</td>
              <td data-label={t("state")}>{key.revokedAt ? <Badge>{t("revoked")}</Badge> : t("active")}</td>
              <td data-label={t("revoke")}>
                {key.revokedAt ? (
                  "–"
                ) : (
                  <ButtonLink href={paths.operator.revokeService(key.id)}>{t("revoke")}</ButtonLink>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
