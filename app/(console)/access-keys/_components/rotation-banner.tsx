import { useFormatter, useTranslations } from "next-intl";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import type { AccessKeyDetail } from "@/lib/domain/access-keys/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { keepAccessKeyAction } from "../actions";

/** While two keys overlap: whether the old one is still in use, and whether the new one has begun. */
export function RotationBanner({ detail, mayChange }: { detail: AccessKeyDetail; mayChange: boolean }) {
  const t = useTranslations("accessKeys");
  const format = useFormatter();
  const { key, others } = detail;
  const successor = others.find(({ id }) => id === key.successorId);
  if (key.standing !== "retiring" || !key.retiresAt) return null;
  const day = { year: "numeric", month: "short", day: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;
  const old = key.lastUsed
    ? t("oldLastUsed", { ago: format.relativeTime(key.lastUsed.at), address: key.lastUsed.address })
    : t("oldNeverUsed");
  const next = successor?.firstUsedAt
    ? t("newFirstUsed", { ago: format.relativeTime(successor.firstUsedAt) })
    : t("newNeverUsed");
  return (
    <Banner
      tone={successor?.firstUsedAt ? "ok" : "info"}
      title={t("retiringTitle", { at: format.dateTime(key.retiresAt, { ...day, ...clock }) })}
      action={
        mayChange ? (
          <PlainForm action={keepAccessKeyAction} labels={{}}>
            <input type="hidden" name="id" value={key.id} />
            <input type="hidden" name="ownerName" value={key.ownerName ?? ""} />
            <SubmitButton variant="secondary">{t("keepOld")}</SubmitButton>
          </PlainForm>
        ) : undefined
      }
    >
      {old} · {successor ? <a href={paths.accessKeys.one(successor.id)}>{next}</a> : next}
    </Banner>
  );
}
