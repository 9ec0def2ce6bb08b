import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import type { WebhookView } from "@/lib/domain/webhooks/presenter";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  webhook: WebhookView;
  /** Absent: whoever looks may not. */
  test: FormAction | undefined;
  pause: FormAction | undefined;
  editHref: string | undefined;
}

export async function WebhookActs({ webhook: { id, paused }, test, pause, editHref }: Props) {
  const t = await getTranslations("webhooks");
  const which = <input type="hidden" name="id" value={id} />;
  return (
    <div className="mt-4 flex flex-wrap items-start gap-2">
      {test ? (
        <PlainForm action={test} labels={{}} id="test">
          {which}
          <SubmitButton>{t("test")}</SubmitButton>
        </PlainForm>
      ) : null}
      {pause ? (
        <PlainForm action={pause} labels={{}} id="pause">
          {which}
          <input type="hidden" name="paused" value={paused ? "off" : "on"} />
          <SubmitButton variant="secondary">{t(paused ? "resume" : "pause")}</SubmitButton>
        </PlainForm>
      ) : null}
      {editHref ? <ButtonLink href={editHref}>{t("change")}</ButtonLink> : null}
    </div>
  );
}
