import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { walletResource } from "@/lib/authorization/resources";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";
import { getLimitTerms, type LimitTerms, listSpendLimits } from "@/lib/domain/limits/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { LimitFields } from "./_components/limit-fields";
import { removeSpendLimitAction, setDefaultLimitAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("limits");
  return { title: t("title") };
}

export default async function LimitsPage() {
  const ctx = await requireConsoleContext();
  const [limits, terms] = [await forPage(listSpendLimits(ctx)), await forPage(getLimitTerms(ctx))];
  const maySet = mayDo(ctx, "bss:SetSpendLimit", walletResource(ctx));
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
      {limits.length === 0 ? (
        <EmptyState title={t("none")}>{t(maySet ? "noneText" : "noneOwn")}</EmptyState>
      ) : (
        <LimitTable limits={limits} terms={terms} accountName={ctx.account.name} maySet={maySet} />
      )}
      {maySet ? <DefaultLimit terms={terms} /> : null}
    </>
  );
}

interface TableProps {
  limits: readonly SpendLimitView[];
  terms: LimitTerms;
  accountName: string;
  maySet: boolean;
}

async function LimitTable({ limits, terms, accountName, maySet }: TableProps) {
  const [t, locale] = await Promise.all([getTranslations("limits"), getLocale()]);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: terms.currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 6,
    minimumFractionDigits: terms.minorDigits,
  });
  const money = (amount: Micros) => format.format(writeMicros(amount, 6) as Intl.StringNumericLiteral);
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("whose")}</th>
          <th scope="col">{t("window")}</th>
          <th scope="col" className="num">
            {t("used")}
          </th>
          <th scope="col" className="num">
            {t("soft")}
          </th>
          <th scope="col" className="num">
            {t("hard")}
          </th>
          <th scope="col">{t("resets")}</th>
          <th scope="col">{t("then")}</th>
          {maySet ? <th scope="col">{t("change")}</th> : null}
        </>
      }
    >
      {limits.map(({ id, subAccountName, per, soft, hard, stops, spent, resetsAt, passesAt }) => {
        const isOver = hard !== null && spent >= hard;
        const isWarned = soft !== null && spent >= soft;
        return (
          <tr key={id}>
            <th scope="row" className="min-w-28 wrap-anywhere">
              {subAccountName ?? t("wholeAccount", { name: accountName })}
            </th>
            <td data-label={t("window")}>{t(`per.${per}`)}</td>
            <td data-label={t("used")} className="num">
              <div className="grid justify-items-end">
                {money(spent)}
                {isOver ? (
                  <Badge tone="danger">{t("over")}</Badge>
                ) : isWarned ? (
                  <Badge tone="warn">{t("warned")}</Badge>
                ) : null}
              </div>
            </td>
            <td data-label={t("soft")} className="num">
              {soft === null ? "–" : money(soft)}
            </td>
            <td data-label={t("hard")} className="num">
              {hard === null ? "–" : money(hard)}
            </td>
            <td data-label={t("resets")}>
              {resetsAt ? <Time at={resetsAt} timeZone={terms.timeZone} exact /> : t("never")}
              {passesAt ? (
                <p className="text-warn">
                  {t.rich("foreseen", { at: () => <Time at={passesAt} timeZone={terms.timeZone} exact /> })}
                </p>
              ) : null}
            </td>
            <td data-label={t("then")}>{hard === null ? t("onlyTold") : t(`stops.${stops}`)}</td>
            {maySet ? (
              <td data-label={t("change")}>
                <div className="flex gap-2">
                  <ButtonLink
                    href={paths.limits.create({
                      ...{ per, stops },
                      ...(subAccountName && { for: subAccountName }),
                      ...(soft !== null && { soft: writeMicros(soft) }),
                      ...(hard !== null && { hard: writeMicros(hard) }),
                    })}
                  >
                    {t("edit")}
                  </ButtonLink>
                  <PlainForm action={removeSpendLimitAction} labels={{}} id={`remove-${id}`}>
                    <input type="hidden" name="id" value={id} />
                    <SubmitButton variant="secondary">{t("remove")}</SubmitButton>
                  </PlainForm>
                </div>
              </td>
            ) : null}
          </tr>
        );
      })}
    </DataTable>
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
        labels={{ per: t("window"), soft: t("soft"), hard: t("hard"), stops: t("then") }}
        initial={{
          per: byDefault?.per ?? "month",
          soft: text(byDefault?.soft),
          hard: text(byDefault?.hard),
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
