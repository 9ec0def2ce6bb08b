import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { walletResource } from "@/lib/authorization/resources";
import { getLimitTerms } from "@/lib/domain/limits/queries";
import { replayLimit } from "@/lib/domain/limits/replay-queries";
import { ReplayLimitInput } from "@/lib/domain/limits/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { LimitFields } from "../_components/limit-fields";
import { ReplayResult } from "../_components/replay-result";
import { setSpendLimitAction } from "./actions";

const Query = z.object({
  for: z.string().max(64).catch(""),
  per: z.string().max(16).catch("month"),
  soft: z.string().max(24).catch(""),
  hard: z.string().max(24).catch(""),
  onSoft: z.string().max(16).catch("tell"),
  stops: z.string().max(16).catch("new"),
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("limits");
  return { title: t("setTitle") };
}

export default async function SetLimitPage({ searchParams }: PageProps<"/limits/new">) {
  const ctx = await requireConsoleContext();
  if (!mayDo(ctx, "bss:SetSpendLimit", walletResource(ctx))) forbidden();
  const view = Query.parse(await searchParams);
  const terms = await forPage(getLimitTerms(ctx));
  const { for: subAccountName, ...bounds } = view;
  const proposed = ReplayLimitInput.safeParse({ subAccountName, ...bounds });
  const replay = proposed.success ? await forPage(replayLimit(ctx, proposed.data)) : undefined;
  const t = await getTranslations("limits");
  const labels = {
    subAccountName: t("whose"),
    per: t("window"),
    soft: t("soft"),
    hard: t("hard"),
    onSoft: t("onSoft"),
    stops: t("then"),
  };
  return (
    <>
      <PageHeader
        title={t("setTitle")}
        lead={t("setLead")}
        breadcrumb={[{ href: paths.limits.list(), label: t("title") }]}
      />
      {replay && proposed.data ? <ReplayResult replay={replay} limit={proposed.data} terms={terms} /> : null}
      <PlainForm
        action={setSpendLimitAction}
        labels={labels}
        initial={{ subAccountName, ...bounds }}
        idempotencyKey={newId()}
        className="panel max-w-160"
      >
        <Field name="subAccountName" hint={t("whoseHint")} maxLength={64} autoComplete="off" />
        <LimitFields currency={terms.currency} />
        <div className="form-actions">
          <SubmitButton name="intent" value="set">
            {t("set")}
          </SubmitButton>
          <SubmitButton name="intent" value="try" variant="secondary">
            {t("try")}
          </SubmitButton>
          <ButtonLink href={paths.limits.list()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
