"use client";

import { OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useFormContext } from "./form-context";
import { useErrorText } from "./use-error-text";

// Without JavaScript the browser itself moves to the summary of a refused form.
const focusOnLoad = { autoFocus: true };

export function ErrorSummary() {
  const { errors, labels, prefix, refusals, state } = useFormContext();
  const t = useTranslations("common");
  const errorText = useErrorText();
  const box = useRef<HTMLDivElement>(null);
  const answered = useRef(0);

  const names = [...Object.keys(labels), ...Object.keys(errors)].filter(
    (name, index, all) => errors[name]?.length && all.indexOf(name) === index,
  );
  const shown = refusals > 0 && (names.length > 0 || state.formError !== undefined);

  // The server's findings arrive one render after its answer: the round is over only once they are shown.
  useEffect(() => {
    if (!shown || refusals === answered.current) return;
    answered.current = refusals;
    box.current?.focus();
  }, [shown, refusals]);

  if (!shown) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="summary" {...focusOnLoad}>
      <OctagonX aria-hidden="true" className="icon" />
      <div>
        <p className="summary-title">
          {state.formError ? errorText(state.formError) : t("problems", { count: names.length })}
        </p>
        {names.length > 0 ? (
          <ul>
            {names.map((name) => (
              <li key={name}>
                <a href={`#${prefix}${name}`}>{labels[name] ?? name}</a> {errors[name]?.slice(0, 1).map(errorText)}
              </li>
            ))}
          </ul>
        ) : null}
        {state.requestId ? (
          <p className="summary-request">
            {t("requestId")} <code>{state.requestId}</code>
          </p>
        ) : null}
      </div>
    </div>
  );
}
