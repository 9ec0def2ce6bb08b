import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { RowActHead } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Time } from "@/components/ui/time";
import type { PolicyVersionView } from "@/lib/domain/policies/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { deletePolicyVersionAction } from "../actions";

interface Props {
  name: string;
  versions: readonly PolicyVersionView[];
  shown: string;
  mayChange: boolean;
}

export async function VersionTable({ name, versions, shown, mayChange }: Props) {
  const t = await getTranslations("policies");
  return (
    <DataTable
      caption={t("versions")}
      head={
        <>
          <th scope="col">{t("version")}</th>
          <th scope="col">{t("createdBy")}</th>
          <th scope="col">{t("createdAt")}</th>
          {mayChange ? <RowActHead>{t("change")}</RowActHead> : null}
        </>
      }
    >
      {versions.map(({ version, isDefault, createdBy, createdAt }) => (
        <tr key={version}>
          <th scope="row">
            <a
              href={paths.policies.one("Custom", name, { version })}
              aria-current={version === shown || undefined}
              className="underline"
            >
              {version}
            </a>{" "}
            {isDefault ? <Badge>{t("isDefault")}</Badge> : null}
          </th>
          <td data-label={t("createdBy")}>
            <ActorName name={createdBy} />
          </td>
          <td data-label={t("createdAt")}>{createdAt ? <Time at={createdAt} /> : null}</td>
          {mayChange ? (
            <td>
              {isDefault ? null : (
                <div className="flex flex-wrap gap-2">
                  <ButtonLink href={paths.policies.makeDefault(name, version)}>
                    {t("makeDefault", { version })}
                  </ButtonLink>
                  <PlainForm action={deletePolicyVersionAction} labels={{}} id={`delete-${version}`}>
                    <input type="hidden" name="name" value={name} />
                    <input type="hidden" name="version" value={version} />
                    <SubmitButton variant="secondary">{t("deleteVersion", { version })}</SubmitButton>
                  </PlainForm>
                </div>
              )}
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}
