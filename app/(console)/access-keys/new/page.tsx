import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { actingSubAccount, isRootUser } from "@/lib/authorization/context";
import { getKeyTerms } from "@/lib/domain/access-keys/queries";
import { CreateKeyView } from "@/lib/domain/access-keys/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { KeyFields } from "../_components/key-fields";
import { createAccessKeyAction } from "../actions";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("accessKeys"), requireConsoleContext()]);
  return { title: `${t("createTitle")} · ${account.alias}` };
}

export default async function CreateAccessKeyPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { owner } = CreateKeyView.parse(await searchParams);
  const { ofWhom, forOthers } = await forPage(getKeyTerms(ctx, owner || actingSubAccount(ctx.actor)?.name));
  const t = await getTranslations("accessKeys");
  const labels = {
    ...{ ownerName: t("owner"), name: t("name"), note: t("note") },
    ...{ expiresInDays: t("expires"), addresses: t("addresses") },
  };
  return (
    <>
      <PageHeader
        title={t("createTitle")}
        lead={t("createLead")}
        breadcrumb={[{ href: paths.accessKeys.list(), label: t("room") }]}
      />
      <Banner tone="info" title={t("reallyTitle")}>
        {t("really")}
      </Banner>
      <PlainForm
        action={createAccessKeyAction}
        labels={labels}
        initial={{ ownerName: owner || (forOthers ? "" : ofWhom), expiresInDays: "90" }}
        idempotencyKey={newId()}
        className="panel max-w-160"
      >
        {forOthers ? (
          <Field
            name="ownerName"
            hint={t(isRootUser(ctx.actor) ? "ownerHintRoot" : "ownerHint")}
            required={!isRootUser(ctx.actor)}
            mono
            maxLength={64}
            autoComplete="off"
          />
        ) : (
          <input type="hidden" name="ownerName" value={ofWhom} />
        )}
        <KeyFields />
        <div className="form-actions">
          <SubmitButton>{t("create")}</SubmitButton>
          <ButtonLink href={paths.accessKeys.list()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
