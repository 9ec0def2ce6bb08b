import { Ban } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Found, FoundKind } from "@/lib/domain/search/presenter";
import { foundHref } from "./found-href";

interface Props {
  kind: FoundKind;
  found: readonly Found[];
  /** Where this kind has a list that searches: the same question there. */
  allHref?: string | undefined;
}

export function FoundList({ kind, found, allHref }: Props) {
  const t = useTranslations("search");
  return (
    <Section
      id={kind}
      title={t(`kinds.${kind}`)}
      action={
        allHref ? (
          <ButtonLink href={allHref} variant="link">
            {t("allMatches")}
          </ButtonLink>
        ) : undefined
      }
    >
      <ul className="grid max-w-200">
        {found.map((one) => (
          <li
            key={foundHref(one)}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-line border-b py-2 last:border-b-0"
          >
            <FoundName found={one} />
            <span className="text-ink-2 wrap-anywhere">
              <FoundNote found={one} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function FoundName({ found }: { found: Found }) {
  const t = useTranslations("search");
  const finance = useTranslations("finance");
  const text = () => {
    switch (found.kind) {
      case "access-key":
      case "audit-event":
        return found.id;
      case "invoice":
        return found.number;
      case "charge":
        return t("chargeNo", { id: found.id });
      case "transaction":
        return t("transactionNo", { seq: found.seq, movement: finance(`kinds.${found.movement}`) });
      case "request":
        return t("byRequest", { id: found.id });
      case "address":
        return t("byAddress", { ip: found.ip });
      default:
        return found.name;
    }
  };
  return (
    <span className="wrap-anywhere">
      <Link href={foundHref(found)} prefetch={false}>
        {text()}
      </Link>
    </span>
  );
}

/** What tells one of them from the next. */
function FoundNote({ found }: { found: Found }) {
  const t = useTranslations("search");
  const format = useFormatter();
  switch (found.kind) {
    case "sub-account":
      return (
        <span className="inline-flex items-center gap-2">
          {found.displayName === found.name ? null : <bdi>{found.displayName}</bdi>}
          {found.state === "disabled" ? (
            <Badge icon={Ban} tone="quiet">
              {t("disabled")}
            </Badge>
          ) : null}
        </span>
      );
    case "access-key":
      return found.owner === null ? t("ofRoot") : t("ofOwner", { name: found.owner });
    case "ssh-key":
    case "resource":
      return t("ofOwner", { name: found.owner });
    case "server":
      return <bdi>{found.description}</bdi>;
    case "group":
      return <bdi>{found.displayName}</bdi>;
    case "policy":
      return found.type === "System" ? t("systemPolicy") : found.description;
    case "invoice":
    case "charge":
      return t("inMonth", { month: sayMonth(format, found.month) });
    case "transaction":
      return found.reference ?? found.subAccountName;
    case "audit-event":
      return <Time at={found.at} />;
    default:
      return null;
  }
}
