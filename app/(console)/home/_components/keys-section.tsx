import { getTranslations } from "next-intl/server";
import { KeyTable } from "@/app/(console)/access-keys/_components/key-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Workspace } from "@/lib/domain/workspaces/queries";
import { paths } from "@/lib/entrypoints/console/paths";

interface KeysProps {
  keys: NonNullable<Workspace["accessKeys"]>;
  mayCreate: boolean;
}

/** What programs of the sub-account sign with. */
export async function AccessKeysSection({ keys, mayCreate }: KeysProps) {
  const t = await getTranslations("accessKeys");
  const create = mayCreate ? (
    <ButtonLink href={paths.accessKeys.create()} variant={keys.length === 0 ? "secondary" : "link"}>
      {t("create")}
    </ButtonLink>
  ) : undefined;
  return (
    <Section id="access-keys" title={t("room")} action={keys.length > 0 ? create : undefined}>
      {keys.length === 0 ? (
        <EmptyState title={t("noneTitle")} action={create}>
          {t("noneText")}
        </EmptyState>
      ) : (
        <KeyTable rows={keys} />
      )}
    </Section>
  );
}

/** For whoever may not look at its own keys: that it has some, and who looks after them. */
export async function ClosedKeysSection() {
  const [t, own] = await Promise.all([getTranslations("accessKeys"), getTranslations("home")]);
  return (
    <Section id="access-keys" title={t("room")}>
      <p>{own("closedKeys")}</p>
    </Section>
  );
}

interface SshProps {
  keys: NonNullable<Workspace["sshKeys"]>;
  mayAdd: boolean;
  /** All that runs for it was told to stop, and with it the doors of servers. */
  isStopped: boolean;
}

/** How many keys log it in to servers, and whether one of them ends. */
export async function SshKeysSection({ keys: { there, expiring, expired }, mayAdd, isStopped }: SshProps) {
  const [t, own] = await Promise.all([getTranslations("sshKeys"), getTranslations("home.sshKeys")]);
  return (
    <Section
      id="ssh-keys"
      title={t("title")}
      action={
        <ButtonLink href={there > 0 || !mayAdd ? paths.sshKeys.list() : paths.sshKeys.create()} variant="link">
          {there > 0 || !mayAdd ? own("open") : t("add")}
        </ButtonLink>
      }
    >
      <p>
        {own("there", { count: there })}{" "}
        {expiring > 0 ? <span className="text-warn">{own("expiring", { count: expiring })}</span> : null}{" "}
        {expired > 0 ? <span className="text-danger">{own("expired", { count: expired })}</span> : null}{" "}
        {isStopped && there > 0 ? <span className="text-warn">{own("closed")}</span> : null}
      </p>
      {there === 0 ? <p className="text-ink-2">{mayAdd ? t("emptyOwn") : t("emptyOwnClosed")}</p> : null}
    </Section>
  );
}
