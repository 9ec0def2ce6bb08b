import { CircleX, Clock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActorName } from "@/app/_components/actor-name";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { PublicKeyView } from "@/lib/domain/ssh-keys/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  keys: readonly PublicKeyView[];
  /** Whose keys they are is said in each row. */
  showsOwner?: boolean;
  /** A key's name leads to the page that changes it. */
  mayChange: boolean;
}

/** Keys as somebody compares them: by name and fingerprint, with what their owner must know of each. */
export function PublicKeyTable({ keys, showsOwner, mayChange }: Props) {
  const t = useTranslations("sshKeys");
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          {showsOwner ? <th scope="col">{t("owner")}</th> : null}
          <th scope="col">{t("fingerprint")}</th>
          <th scope="col">{t("expires")}</th>
          <th scope="col">{t("added")}</th>
          <th scope="col">{t("lastUsed")}</th>
        </>
      }
    >
      {keys.map((key) => (
        <tr key={key.id}>
          <th scope="row">
            {mayChange ? (
              <Link href={paths.sshKeys.one(key.subAccountName, key.id)} prefetch={false}>
                {key.name}
              </Link>
            ) : (
              key.name
            )}
          </th>
          {showsOwner ? (
            <td data-label={t("owner")} className="font-mono">
              {key.subAccountName}
            </td>
          ) : null}
          <td data-label={t("fingerprint")}>
            <code className="break-all">{key.fingerprint}</code>
            <span className="block text-ink-3">{t("kind", { type: key.type, bits: key.bits })}</span>
          </td>
          <td data-label={t("expires")}>
            <Expiry publicKey={key} />
          </td>
          <td data-label={t("added")}>
            <span className="grid max-sm:justify-items-end">
              <Time at={key.createdAt} />
              <span className="text-ink-3">
                {key.addedBy ? <ActorName name={key.addedBy} /> : t("anAdministrator")}
              </span>
            </span>
          </td>
          <td data-label={t("lastUsed")}>
            {key.lastUsedAt ? (
              <Time at={key.lastUsedAt} />
            ) : (
              <span className="whitespace-nowrap text-ink-3">{t("neverUsed")}</span>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Expiry({ publicKey: { standing, expiresAt } }: { publicKey: PublicKeyView }) {
  const t = useTranslations("sshKeys");
  if (!expiresAt) return <span className="text-ink-3">{t("neverExpires")}</span>;
  if (standing === "active") return <Time at={expiresAt} />;
  return (
    <Badge tone={standing === "expired" ? "danger" : "warn"} icon={standing === "expired" ? CircleX : Clock}>
      {t.rich(`standings.${standing}`, { at: () => <Time at={expiresAt} /> })}
    </Badge>
  );
}
