import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import type { Finding } from "@/lib/domain/security-overview/queries";
import type { FindingKey } from "@/lib/domain/security-overview/schema";
import { findingPaths } from "./finding-path";

type Manifold = Exclude<FindingKey, "rootWithoutSecondFactor" | "rootKeys">;

interface Props {
  findings: readonly Finding[];
  /** Beyond it nothing is counted. */
  max: number;
  isRoot: boolean;
  /** Is its first button the page's primary one? */
  first?: boolean;
}

/** One line, one finding, one button. */
export function FindingList({ findings, max, isRoot, first = true }: Props) {
  const t = useTranslations("securityOverview");
  return (
    <ul className="grid">
      {findings.map(({ key, count }, index) => (
        <li
          key={key}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-3 first:pt-0 last:border-b-0"
        >
          <span className="max-w-160">
            {count > max ? t(`foundMany.${key as Manifold}`, { max }) : t(`found.${key}`, { count })}
          </span>
          {key === "rootWithoutSecondFactor" && !isRoot ? (
            <span className="text-ink-2">{t("onlyRootUser")}</span>
          ) : (
            <ButtonLink href={findingPaths[key]} variant={first && index === 0 ? "primary" : "secondary"}>
              {t(`act.${key}`)}
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  );
}
