import { useLocale } from "next-intl";
import { Fragment, type ReactNode } from "react";

/** One sentence after another, those that there are; Chinese sets no space between them. */
export function Sentences({ children }: { children: readonly ReactNode[] }) {
  const between = useLocale().startsWith("zh") ? "" : " ";
  return children
    .filter((sentence) => sentence)
    .map((sentence, at) => (
      <Fragment key={String(at)}>
        {at > 0 ? between : null}
        {sentence}
      </Fragment>
    ));
}
