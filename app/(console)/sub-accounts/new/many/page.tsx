import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BlockedBanner } from "@/app/(console)/sub-accounts/_components/blocked-banner";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { FileField } from "@/components/forms/file-field";
import { PlainForm } from "@/components/forms/plain-form";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { getCreationTerms } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { planCreationAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("bulkRuns"), requireConsoleContext()]);
  return { title: `${t("many.title")} · ${account.alias}` };
}

export default async function CreateManyPage() {
  const ctx = await requireConsoleContext();
  const { verification } = await forPage(getCreationTerms(ctx));
  const [t, subAccounts] = await Promise.all([getTranslations("bulkRuns.many"), getTranslations("subAccounts")]);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        breadcrumb={[{ href: paths.subAccounts.list(), label: subAccounts("room") }]}
        more={
          <ButtonLink href={paths.subAccounts.manyTemplate()} download>
            {t("template")}
          </ButtonLink>
        }
      />
      {verification === "approved" ? (
        <PlainForm
          action={planCreationAction}
          labels={{
            list: t("list"),
            file: t("file"),
            passwords: subAccounts("passwordChoice"),
            accessKeys: t("accessKeys"),
          }}
          initial={{ passwords: "link" }}
          className="panel max-w-200"
        >
          <TextareaField name="list" hint={t("listHint")} rows={10} mono />
          <FileField name="file" accept=".csv,.txt,.tsv" hint={t("fileHint")} />
          <RadioField
            name="passwords"
            required
            options={[
              { value: "link", label: subAccounts("link"), hint: t("link") },
              { value: "generate", label: subAccounts("generate"), hint: t("generateHint") },
            ]}
          />
          {mayDo(ctx, "ram:CreateAccessKey", anySubAccount(ctx)) ? (
            <CheckboxField name="accessKeys" hint={t("accessKeysHint")} />
          ) : null}
          <div className="form-actions">
            <SubmitButton>{t("check")}</SubmitButton>
            <ButtonLink href={paths.subAccounts.list()}>{subAccounts("cancel")}</ButtonLink>
          </div>
        </PlainForm>
      ) : (
        <BlockedBanner ctx={ctx} />
      )}
    </>
  );
}
