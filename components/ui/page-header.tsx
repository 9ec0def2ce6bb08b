import Link from "next/link";
import { useTranslations } from "next-intl";
import { Children, type ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** Second name beside the title, such as the display name. */
  subtitle?: ReactNode;
  /** A `<Badge soft>`. */
  state?: ReactNode;
  /** Details only: the pages above this one. */
  breadcrumb?: { href: string; label: string }[];
  /** One line: what this page is. */
  lead?: ReactNode;
  /** One line of facts, each leading to its rows. */
  facts?: ReactNode[];
  /** The one primary act. */
  action?: ReactNode;
  more?: ReactNode;
  tabs?: { href: string; label: string; current?: boolean }[];
}

export function PageHeader({ title, subtitle, state, breadcrumb, lead, facts, action, more, tabs }: Props) {
  const t = useTranslations("common");
  return (
    <header className="page-header">
      {breadcrumb ? (
        <nav aria-label={t("breadcrumb")} className="breadcrumb">
          <ol>
            {breadcrumb.map((step) => (
              <li key={step.href}>
                <Link href={step.href} prefetch={false}>
                  {step.label}
                </Link>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      ) : null}
      <div className="page-heading">
        <div className="page-title">
          <h1>{title}</h1>
          {subtitle ? <bdi className="page-subtitle">{subtitle}</bdi> : null}
          {state}
        </div>
        {action || more ? (
          <div className="page-actions">
            {action}
            {more}
          </div>
        ) : null}
      </div>
      {lead ? <p className="page-lead">{lead}</p> : null}
      {facts ? <ul className="page-facts">{Children.map(facts, (fact) => (fact ? <li>{fact}</li> : null))}</ul> : null}
      {tabs ? (
        <nav aria-label={t("sections")} className="tabs">
          {tabs.map((tab) => (
            <Link key={tab.href} href={tab.href} prefetch={false} aria-current={tab.current ? "page" : undefined}>
              {tab.label}
            </Link>
          ))}
        </nav>
      ) : null}
    </header>
  );
}
