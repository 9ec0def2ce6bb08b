import { CircleX, Hourglass } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/domain/webhooks/presenter";
import { type DeliveryFilter, deliveryViews } from "@/lib/domain/webhooks/schema";
import type { Page } from "@/lib/foundation/cursor";
import { DeliveryDetails } from "./delivery-details";
import { eventLabel } from "./event-label";

interface Props {
  deliveries: Page<DeliveryView>;
  filter: DeliveryFilter;
  address: (view: { state?: string; cursor?: string }) => string;
  /** The operator's list is of every account. */
  withAccount?: boolean;
  /** What sends one again; absent: whoever looks may not. */
  again?: ((delivery: DeliveryView) => ReactNode) | undefined;
  /** What sends all again that was given up; absent: nothing was, or whoever looks may not. */
  allAgain?: ReactNode;
}

/** What was sent to one receiver, newest first, each with its attempts and its body behind a fold. */
export async function DeliveriesSection({
  deliveries,
  filter: { state },
  address,
  withAccount,
  again,
  allAgain,
}: Props) {
  const t = await getTranslations("webhooks");
  const of = state === "all" ? {} : { state };
  const { rows, newer, older } = deliveries;
  return (
    <Section id="deliveries" title={t("deliveries")} lead={t("deliveriesLead")} action={allAgain}>
      <FilterRow
        action={address({})}
        chips={state === "all" ? [] : [{ label: t(`views.${state}`), removeHref: address({}) }]}
        clearHref={state === "all" ? undefined : address({})}
      >
        <FilterField
          name="state"
          label={t("viewLabel")}
          value={state}
          options={deliveryViews.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={t("noDeliveriesTitle")}>
          {t(state !== "all" ? "noMatch" : withAccount ? "noServiceDeliveries" : "noDeliveries")}
        </EmptyState>
      ) : (
        <DataTable
          caption={t("deliveries")}
          head={
            <>
              <th scope="col">{t("event")}</th>
              {withAccount ? <th scope="col">{t("account")}</th> : null}
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col">{t("details")}</th>
            </>
          }
        >
          {rows.map((delivery) => (
            <tr key={delivery.id}>
              <th scope="row">{eventLabel(t, delivery.type)}</th>
              {withAccount ? <td data-label={t("account")}>{delivery.accountName}</td> : null}
              <td data-label={t("when")}>
                <Time at={delivery.createdAt} />
              </td>
              <td data-label={t("state")}>
                <DeliveryState delivery={delivery} />
              </td>
              <td data-label={t("details")}>
                <DeliveryDetails delivery={delivery}>{again?.(delivery)}</DeliveryDetails>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager
        newerHref={newer && address({ ...of, cursor: newer })}
        olderHref={older && address({ ...of, cursor: older })}
      />
    </Section>
  );
}

async function DeliveryState({ delivery: { state, nextAttemptAt } }: { delivery: DeliveryView }) {
  const t = await getTranslations("webhooks");
  if (state === "delivered") return t("views.delivered");
  if (state === "dead") {
    return (
      <Badge tone="danger" icon={CircleX}>
        {t("views.dead")}
      </Badge>
    );
  }
  return (
    <>
      <Badge tone="info" icon={Hourglass}>
        {t("views.waiting")}
      </Badge>{" "}
      {nextAttemptAt ? (
        <span className="text-ink-3">{t.rich("nextAttempt", { at: () => <Time at={nextAttemptAt} /> })}</span>
      ) : null}
    </>
  );
}
