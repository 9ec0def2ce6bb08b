import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { walletResource } from "@/lib/authorization/resources";
import { listOverages } from "@/lib/domain/limits/overage-queries";
import { getLimitTerms, type LimitTerms, listSpendLimits } from "@/lib/domain/limits/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { LimitFields } from "./_components/limit-fields";
import { LimitTable } from "./_components/limit-table";
import { OverageList } from "./_components/overage-list";
import { setDefaultLimitAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("limits");
  return { title: t("title") };
}

export default async function LimitsPage() {
  const ctx = await requireConsoleContext();
  const [limits, terms] = [await forPage(listSpendLimits(ctx)), await forPage(getLimitTerms(ctx))];
  const overages = await forPage(listOverages(ctx));
  const maySet = mayDo(ctx, "bss:SetSpendLimit", walletResource(ctx));
  const mayApprove = mayDo(ctx, "bss:ApproveSpend", walletResource(ctx));
  const t = await getTranslations("limits");
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t(maySet ? "lead" : "leadOwn", { zone: terms.timeZone })}
        {...(maySet && {
          action: (
            <ButtonLink href={paths.limits.create()} variant="primary">
              {t("setTitle")}
            </ButtonLink>
          ),
        })}
      />
      <Flash />
      {limits.length === 0 ? (
        <EmptyState title={t("none")}>{t(maySet ? "noneText" : "noneOwn")}</EmptyState>
      ) : (
        <LimitTable
          limits={limits}
          terms={terms}
          accountName={ctx.account.name}
          maySet={maySet}
          mayApprove={mayApprove}
        />
      )}
      <OverageList overages={overages} limits={limits} terms={terms} accountName={ctx.account.name} />
      {maySet ? <DefaultLimit terms={terms} /> : null}
    </>
  );
}

async function DefaultLimit({ terms: { currency, byDefault } }: { terms: LimitTerms }) {
  const t = await getTranslations("limits");
  const text = (amount: Micros | null | undefined) =>
    amount === null || amount === undefined ? "" : writeMicros(amount);
  return (
    <Section id="default" title={t("defaultTitle")} lead={t("defaultLead")}>
      <PlainForm
        action={setDefaultLimitAction}
        labels={{ per: t("window"), soft: t("soft"), hard: t("hard"), onSoft: t("onSoft"), stops: t("then") }}
        initial={{
          per: byDefault?.per ?? "month",
          soft: text(byDefault?.soft),
          hard: text(byDefault?.hard),
          onSoft: byDefault?.onSoft ?? "tell",
          stops: byDefault?.stops ?? "new",
        }}
        idempotencyKey={newId()}
        id="default-limit"
        className="max-w-160"
      >
        <LimitFields currency={currency} />
        <div className="form-actions">
          <SubmitButton variant="secondary">{t("saveDefault")}</SubmitButton>
        </div>
      </PlainForm>
    </Section>
  );
}
