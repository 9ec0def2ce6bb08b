import { getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentences } from "@/components/ui/sentences";
import { Time } from "@/components/ui/time";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";
import type { LimitTerms } from "@/lib/domain/limits/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { approveSpendAction, removeSpendLimitAction } from "../actions";

interface TableProps {
  limits: readonly SpendLimitView[];
  terms: LimitTerms;
  accountName: string;
  maySet: boolean;
  mayApprove: boolean;
}

/** Every limit with what its window has used, what is decided at each amount, and what may be done about it. */
export async function LimitTable({ limits, terms, accountName, maySet, mayApprove }: TableProps) {
  const t = await getTranslations("limits");
  const money = (amount: Micros) => <Money amount={amount} terms={terms} />;
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
      {limits.map(({ id, subAccountName, per, soft, hard, onSoft, stops, spent, resetsAt, passesAt, approval }) => {
        const isOver = hard !== null && spent >= hard;
        const isWarned = soft !== null && spent >= soft;
        return (
          <tr key={id}>
            <th scope="row" className="min-w-28 wrap-anywhere">
              {subAccountName ?? t("wholeAccount", { name: accountName })}
            </th>
            <td data-label={t("window")} className="whitespace-nowrap">
              {t(`per.${per}`)}
            </td>
            <td data-label={t("used")} className="num">
              <div className="grid justify-items-end">
                {money(spent)}
                {isOver ? (
                  <Badge tone="danger">{t("over")}</Badge>
                ) : approval ? (
                  <Badge tone={approval === "waiting" ? "danger" : "ok"}>{t(approval)}</Badge>
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
              <div>
                {resetsAt ? <Time at={resetsAt} timeZone={terms.timeZone} exact /> : t("never")}
                {passesAt ? (
                  <p className="text-warn">
                    {t.rich("foreseen", { at: () => <Time at={passesAt} timeZone={terms.timeZone} exact /> })}
                  </p>
                ) : null}
              </div>
            </td>
            <td data-label={t("then")}>
              <div className="grid gap-1 justify-items-start max-sm:justify-items-end">
                {hard === null ? t(`onSofts.${onSoft}`) : t(`stops.${stops}`)}
                {approval ? (
                  <p className={approval === "waiting" ? "text-danger" : "text-ink-2"}>
                    <Sentences>
                      {t(approval === "waiting" ? "waitingText" : "givenText")}
                      {approval === "waiting" && !mayApprove ? t("askWhom") : null}
                    </Sentences>
                  </p>
                ) : null}
                {approval && mayApprove ? (
                  <PlainForm action={approveSpendAction} labels={{}} id={`approve-${id}`}>
                    <input type="hidden" name="id" value={id} />
                    <input type="hidden" name="soft" value={String(soft)} />
                    <SubmitButton
                      name="intent"
                      value={approval === "waiting" ? "approve" : "withdraw"}
                      variant={approval === "waiting" ? "primary" : "secondary"}
                    >
                      {t(approval === "waiting" ? "approve" : "withdraw")}
                    </SubmitButton>
                  </PlainForm>
                ) : null}
              </div>
            </td>
            {maySet ? (
              <td data-label={t("change")}>
                <div className="flex flex-wrap gap-2">
                  <ButtonLink
                    href={paths.limits.create({
                      ...{ per, onSoft, stops },
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
