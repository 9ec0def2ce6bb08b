"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useEffect, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { useHydrated } from "@/components/ui/use-hydrated";

/** The way out of a page that shows a secret: asks whether it is kept, and leaves nothing in the router's memory. */
export function Leave({ doneHref }: { doneHref: string }) {
  const t = useTranslations("handOver");
  const hydrated = useHydrated();
  const [saved, setSaved] = useState(false);
  const [reminded, setReminded] = useState(false);
  useAskBeforeLeaving(!saved);
  useForgetOnReturn();
  const held = hydrated && !saved;
  const leave = (event: MouseEvent) => {
    if (!held) return;
    event.preventDefault();
    setReminded(true);
  };
  return (
    <div className="grid gap-2 print:hidden">
      {hydrated ? (
        <label className="choice">
          <input
            type="checkbox"
            className="choice-box"
            checked={saved}
            onChange={(event) => setSaved(event.target.checked)}
          />
          <span>{t("saved")}</span>
        </label>
      ) : null}
      <p role="status" className="min-h-5 text-warn">
        {reminded && held ? t("savedFirst") : ""}
      </p>
      <div>
        <a
          href={doneHref}
          aria-disabled={held || undefined}
          className={held ? buttonClass("secondary", "cursor-not-allowed text-ink-3") : buttonClass("primary")}
          onClick={leave}
        >
          {t("done")}
        </a>
      </div>
    </div>
  );
}

function useAskBeforeLeaving(asks: boolean): void {
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [asks]);
}

/**
 * Going back within the router would keep the secret one step forward, and the browser's own cache would bring it back
 * (ux.md, trap 11): both load anew.
 */
function useForgetOnReturn(): void {
  useEffect(() => {
    const { pathname } = location;
    const onMove = () => {
      if (location.pathname !== pathname) location.reload();
    };
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    addEventListener("popstate", onMove);
    addEventListener("pageshow", onShow);
    return () => {
      removeEventListener("popstate", onMove);
      removeEventListener("pageshow", onShow);
    };
  }, []);
}
