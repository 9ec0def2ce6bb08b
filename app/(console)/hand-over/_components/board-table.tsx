import { CircleAlert } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { HandOverRow } from "@/lib/domain/sub-accounts/hand-over-queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { renewClaimLinkAction, revokeClaimLinkAction } from "../actions";

interface Props {
  rows: HandOverRow[];
  /** Whether this person may make and revoke links of that sub-account. */
  mayChange: (name: string) => boolean;
}

export async function BoardTable({ rows, mayChange }: Props) {
  const t = await getTranslations("handOver.board");
  const label = {
    state: t("state"),
    made: t("made"),
    opened: t("states.opened"),
    set: t("states.password-set"),
    signedIn: t("states.signed-in"),
    act: t("act"),
  };
  return (
    <DataTable
      caption={t("caption")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          <th scope="col">{label.state}</th>
          <th scope="col">{label.made}</th>
          <th scope="col">{label.opened}</th>
          <th scope="col">{label.set}</th>
          <th scope="col">{label.signedIn}</th>
          <th scope="col">{label.act}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row" className="font-mono">
            <a href={paths.subAccounts.overview(row.name)}>{row.name}</a>
          </th>
          <td data-label={label.state} className="whitespace-nowrap">
            {row.state === "expired" ? (
              <Badge icon={CircleAlert} tone="warn">
                {t("states.expired")}
              </Badge>
            ) : (
              t(`states.${row.state}`)
            )}
          </td>
          <td data-label={label.made}>
            <span>
              <Time at={row.createdAt} /> {t("madeBy", { who: row.madeBy })}
            </span>
          </td>
          <td data-label={label.opened}>{row.openedAt ? <Time at={row.openedAt} /> : "–"}</td>
          <td data-label={label.set}>{row.passwordSetAt ? <Time at={row.passwordSetAt} /> : "–"}</td>
          <td data-label={label.signedIn}>{row.firstSignInAt ? <Time at={row.firstSignInAt} /> : "–"}</td>
          <td data-label={label.act}>
            {isStuck(row) && mayChange(row.name) ? (
              <span className="flex gap-2">
                <PlainForm action={renewClaimLinkAction} id={`renew-${row.name}`} labels={{}}>
                  <input type="hidden" name="name" value={row.name} />
                  <SubmitButton variant="secondary">
                    {t("renew")} <span className="sr-only">{t("renewFor", { name: row.name })}</span>
                  </SubmitButton>
                </PlainForm>
                {row.state === "created" || row.state === "opened" ? (
                  <PlainForm action={revokeClaimLinkAction} id={`revoke-${row.name}`} labels={{}}>
                    <input type="hidden" name="name" value={row.name} />
                    <SubmitButton variant="secondary">
                      {t("revoke")} <span className="sr-only">{t("revokeFor", { name: row.name })}</span>
                    </SubmitButton>
                  </PlainForm>
                ) : null}
              </span>
            ) : null}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** Whoever has set a password needs no link any more. */
function isStuck({ state }: HandOverRow): boolean {
  return state !== "password-set" && state !== "signed-in";
}
