import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { RowActHead } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { OwnFactors } from "@/lib/domain/second-factors/queries";
import type { FormAction } from "@/lib/foundation/form-state";
import { DeviceName } from "./device-name";

interface Props {
  own: OwnFactors;
  /** Some may not change their own: the account's preference says so. */
  mayManage: boolean;
  paths: {
    authenticator: () => string;
    newPasskey: () => string;
    recoveryCodes: () => string;
    renameFactor: (id: string) => string;
    removeFactor: (id: string) => string;
  };
  forget?: FormAction;
}

/** Everything that stands in for "it is really you" beside the password. */
export async function FactorsSection({ own, mayManage, paths, forget }: Props) {
  const t = await getTranslations("secondFactor");
  const { factors, recoveryCodesLeft, devices } = own;
  const hasTotp = factors.some(({ kind }) => kind === "totp");
  return (
    <>
      <Section
        id="second-factor"
        title={t("title")}
        lead={factors.length > 0 ? t("lead") : t("leadNone")}
        action={
          mayManage ? (
            <span className="flex flex-wrap gap-2">
              <ButtonLink href={paths.newPasskey()}>{t("passkeys.add")}</ButtonLink>
              {hasTotp ? null : <ButtonLink href={paths.authenticator()}>{t("addTotp")}</ButtonLink>}
            </span>
          ) : undefined
        }
      >
        {factors.length === 0 ? (
          <p className="text-ink-2">{t(own.required ? "noneRequired" : "none")}</p>
        ) : (
          <DataTable
            caption={t("title")}
            head={
              <>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("kind")}</th>
                <th scope="col">{t("added")}</th>
                <th scope="col">{t("lastUsed")}</th>
                <RowActHead>{t("actions")}</RowActHead>
              </>
            }
          >
            {factors.map((factor) => (
              <tr key={factor.id}>
                <th scope="row">{factor.name || t(`kinds.${factor.kind}`)}</th>
                <td data-label={t("kind")}>{t(`kinds.${factor.kind}`)}</td>
                <td data-label={t("added")}>
                  <Time at={factor.boundAt} />
                </td>
                <td data-label={t("lastUsed")}>{factor.lastUsedAt ? <Time at={factor.lastUsedAt} /> : t("never")}</td>
                <td>
                  {mayManage ? (
                    <span className="flex flex-wrap gap-2">
                      {factor.kind === "passkey" ? (
                        <ButtonLink href={paths.renameFactor(factor.id)}>{t("passkeys.rename")}</ButtonLink>
                      ) : null}
                      <ButtonLink href={paths.removeFactor(factor.id)}>{t("remove")}</ButtonLink>
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
          </DataTable>
        )}
      </Section>
      {factors.length > 0 ? (
        <Section
          id="recovery-codes"
          title={t("recoveryTitle")}
          lead={t("recoveryLead")}
          action={
            mayManage ? (
              <ButtonLink href={paths.recoveryCodes()}>
                {t(recoveryCodesLeft > 0 ? "recoveryNew" : "recoveryMake")}
              </ButtonLink>
            ) : undefined
          }
        >
          <p>
            {recoveryCodesLeft > 0 ? (
              t("recoveryLeft", { count: recoveryCodesLeft })
            ) : (
              <Badge tone="warn">{t("recoveryNone")}</Badge>
            )}
          </p>
        </Section>
      ) : null}
      {forget && devices.length > 0 ? (
        <Section id="trusted-devices" title={t("devicesTitle")} lead={t("devicesLead")}>
          <ul className="grid gap-2">
            {devices.map(({ id, userAgent, ip, until }) => (
              <li key={id}>
                <PlainForm
                  action={forget}
                  id={`forget-${id}`}
                  labels={{}}
                  className="flex flex-wrap items-center gap-4"
                >
                  <input type="hidden" name="id" value={id} />
                  <span>
                    <DeviceName device={userAgent} /> · {ip} · {t("until")} <Time at={until} />
                  </span>
                  <SubmitButton variant="secondary">{t("forget")}</SubmitButton>
                </PlainForm>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
