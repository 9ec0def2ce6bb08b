import { useLocale } from "next-intl";
import type { ReactNode } from "react";

/** A sentence and, where there is one, another after it; Chinese sets no space between them. */
export function Sentences({ first, second }: { first: ReactNode; second: ReactNode }) {
  const between = useLocale().startsWith("zh") ? "" : " ";
  return (
    <>
      {first}
      {second ? between : null}
      {second}
    </>
  );
}
