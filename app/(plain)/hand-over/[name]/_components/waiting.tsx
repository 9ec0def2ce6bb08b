import { getFormatter, getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { Context } from "@/lib/authorization/context";
import type { HandOverKey } from "@/lib/entrypoints/console/hand-over";
import { paths } from "@/lib/entrypoints/console/paths";
import { showPasswordAction } from "../actions";
import { DownloadForm } from "./download-form";

interface Props {
  ctx: Context;
  name: string;
  what: HandOverKey["purpose"];
  until: Date;
}

const wordsOf = {
  "sub-account-password": { title: "waitsTitle", text: "waits" },
  "claim-link": { title: "linkWaitsTitle", text: "linkWaits" },
  "sub-account-kit": { title: "kitWaitsTitle", text: "kitWaits" },
} as const;

export async function Waiting({ ctx, name, what, until }: Props) {
  const [t, format] = await Promise.all([getTranslations("handOver"), getFormatter()]);
  const time = format.dateTime(until, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  return (
    <section aria-labelledby="waits" className="panel grid max-w-160 gap-4">
      <h2 id="waits" className="text-section">
        {t(wordsOf[what].title)}
      </h2>
      <p className="reading">
        {t.rich(wordsOf[what].text, {
          fullName: `${ctx.account.name}#${name}`,
          until: time,
          name: (text) => <span className="break-all font-mono">{text}</span>,
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        <PlainForm action={showPasswordAction} labels={{}}>
          <input type="hidden" name="name" value={name} />
          <input type="hidden" name="purpose" value={what} />
          <SubmitButton>{t("show")}</SubmitButton>
        </PlainForm>
        <DownloadForm action={paths.subAccounts.handOverFile(name)} />
      </div>
    </section>
  );
}
