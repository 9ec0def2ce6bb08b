"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

interface Props {
  /** The form that the rows' boxes belong to. */
  form: string;
}

const events = ["change", "reset"];

function listen(onChange: () => void): () => void {
  for (const event of events) document.addEventListener(event, onChange);
  return () => {
    for (const event of events) document.removeEventListener(event, onChange);
  };
}

/** How many rows are ticked, seen and heard; empty while none is. */
export function SelectedCount({ form }: Props) {
  const t = useTranslations("common");
  const ticked = `input[type="checkbox"][form="${form}"]:checked`;
  const count = useSyncExternalStore(
    listen,
    () => document.querySelectorAll(ticked).length,
    () => 0,
  );
  return (
    <p role="status" className="selected-count">
      {count > 0 ? t("selected", { count }) : ""}
    </p>
  );
}
