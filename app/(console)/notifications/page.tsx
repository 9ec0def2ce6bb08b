import { CircleDot } from "lucide-react";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { deviceWords } from "@/app/_components/device-words";
import { Flash } from "@/app/_components/flash";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { walletResource } from "@/lib/authorization/resources";
import { NoticeFilter } from "@/lib/domain/notifications/choice-schema";
import { listNotices, type OwnNotices } from "@/lib/domain/notifications/notice-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { amountsInWords } from "./_components/amounts-in-words";
import { chooseNoticesAction, markNoticesReadAction, testAlertAction } from "./actions";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("notices"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function NotificationsPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const notices = await forPage(listNotices(ctx, NoticeFilter.parse(await searchParams)));
  const [locale, sessions] = await Promise.all([getLocale(), getTranslations("sessions")]);
  const t = await getTranslations("notices");
  const [newer, older] = [notices.newer, notices.older].map((cursor) => cursor && paths.notifications(cursor));
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        more={
          notices.anyUnread ? (
            <PlainForm action={markNoticesReadAction} labels={{}} id="read">
              <SubmitButton variant="secondary">{t("markRead")}</SubmitButton>
            </PlainForm>
          ) : undefined
        }
      />
      {notices.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("mailColumn")}</th>
              <th scope="col">{t("seen")}</th>
            </>
          }
        >
          {notices.rows.map(({ id, kind, params, readAt, mail, at }) => (
            <tr key={id}>
              <th scope="row">
                <Time at={at} />
              </th>
              <td data-label={t("what")}>
                {readAt ? null : (
                  <Badge icon={CircleDot} tone="accent">
                    {t("unread")}
                  </Badge>
                )}{" "}
                {t(`kinds.${kind}`, {
                  // Notices from before it was kept say nothing of it.
                  by: "self",
                  ...amountsInWords(params, locale),
                  ...(params.device !== undefined && { device: deviceWords(sessions, params.device) }),
                })}
              </td>
              <td data-label={t("mailColumn")}>
                <MailState mail={mail} />
              </td>
              <td data-label={t("seen")}>{readAt ? <Time at={readAt} /> : t("notSeen")}</td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager {...(newer && { newerHref: newer })} {...(older && { olderHref: older })} />
      <Choices notices={notices} locale={notices.locale ?? locale} />
      {mayDo(ctx, "bss:DescribeWallet", walletResource(ctx)) ? (
        <Section id="test" title={t("testTitle")} lead={t("testLead")}>
          <PlainForm action={testAlertAction} labels={{}} idempotencyKey={newId()} id="test-alert">
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("test")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}

/** Whether the mail arrived where it was sent, or why it did not. */
function MailState({ mail }: Pick<OwnNotices["rows"][number], "mail">) {
  const t = useTranslations("notices");
  if (!mail) return <span className="text-ink-3">{t("mail.none")}</span>;
  const { state, at, error } = mail;
  if (state === "sent") return t.rich("mail.sent", { at: () => (at ? <Time at={at} /> : null) });
  return (
    <div className="grid justify-items-start">
      <Badge tone={state === "failed" ? "danger" : "quiet"}>{t(`mail.${state}`)}</Badge>
      {error ? <span className="text-ink-2 wrap-anywhere">{t("mail.why", { error })}</span> : null}
    </div>
  );
}

async function Choices({ notices: { byMail }, locale }: { notices: OwnNotices; locale: string }) {
  const t = await getTranslations("notices");
  const boxes = Object.entries(byMail);
  const labels = {
    ...Object.fromEntries(boxes.map(([name]) => [name, t(`choices.${name}` as "choices.new-device")])),
    locale: t("language"),
  };
  const initial = { ...Object.fromEntries(boxes.map(([name, wanted]) => [name, wanted ? "on" : ""])), locale };
  return (
    <Section id="choices" title={t("byMail")} lead={t("byMailLead")}>
      <PlainForm action={chooseNoticesAction} labels={labels} initial={initial} id="choose" className="panel max-w-160">
        <fieldset>
          <legend>{t("sendMe")}</legend>
          {boxes.map(([name]) => (
            <CheckboxField key={name} name={name} />
          ))}
        </fieldset>
        <p className="text-ink-2">{t("always")}</p>
        <SelectField
          name="locale"
          options={[
            { value: "en", label: "English" },
            { value: "zh-CN", label: "简体中文" },
          ]}
        />
        <div className="form-actions">
          <SubmitButton>{t("save")}</SubmitButton>
        </div>
      </PlainForm>
    </Section>
  );
}
