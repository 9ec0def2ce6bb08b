import Form from "next/form";
import { useTranslations } from "next-intl";

interface Props {
  /** The page that asks and answers. */
  path: string;
  asked: { action: string; resource: string };
  accountUid: string;
}

/** One action on one resource. */
export function WhyForm({ path, asked, accountUid }: Props) {
  const t = useTranslations("policies");
  return (
    <Form action={path} prefetch={false} className="form max-w-160">
      <label className="flex flex-col gap-1">
        <span className="font-medium">{t("action")}</span>
        <input
          name="action"
          defaultValue={asked.action}
          placeholder="ram:ListUsers"
          maxLength={256}
          autoComplete="off"
          className="field font-mono"
        />
      </label>
      <label className="flex flex-col gap-1">
        <span className="font-medium">{t("resource")}</span>
        <input
          name="resource"
          defaultValue={asked.resource}
          placeholder={`acs:ram::${accountUid}:user/*`}
          maxLength={1024}
          autoComplete="off"
          className="field font-mono"
        />
      </label>
      <div className="form-actions">
        <button type="submit" className="btn btn-secondary">
          {t("ask")}
        </button>
      </div>
    </Form>
  );
}
