import { useTranslations } from "next-intl";

/** A name as the log and its like keep it: the host's command line has none, and is said in the reader's language. */
export function ActorName({ name }: { name: string }) {
  const t = useTranslations("auditLog");
  // Names of sub-accounts have no blank, those of root users and operators an at sign.
  return name === "command line" ? t("actors.host") : name;
}
