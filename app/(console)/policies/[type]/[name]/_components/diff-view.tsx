import { getTranslations } from "next-intl/server";
import type { DiffLine } from "@/lib/domain/policies/diff-lines";

const marks = { same: " ", gone: "−", new: "+" } as const;
const looks = { same: "", gone: "bg-danger-soft text-danger", new: "bg-ok-soft text-ok" } as const;

/** What another version says that the default one does not, and what it no longer says: by mark, not by colour alone. */
export async function DiffView({ lines }: { lines: readonly DiffLine[] }) {
  const t = await getTranslations("policies");
  return (
    <pre className="overflow-x-auto rounded bg-sunken p-3 font-mono text-sm">
      {lines.map(({ place, kind, text }) => (
        <span key={place} className={`block ${looks[kind]}`}>
          {kind === "same" ? null : <span className="sr-only">{t(`diff.${kind}`)} </span>}
          <span aria-hidden="true">{marks[kind]} </span>
          {text}
        </span>
      ))}
    </pre>
  );
}
