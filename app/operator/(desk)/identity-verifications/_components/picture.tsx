"use client";

import clsx from "clsx";
import { RotateCw, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/ui/use-hydrated";

const turns = ["rotate-0", "rotate-90", "rotate-180", "rotate-270"];
const sizes = ["size-full", "size-[150%]", "size-[200%]", "size-[300%]"];

interface Props {
  href: string;
  alt: string;
}

/**
 * A picture to be read closely: turned and enlarged in place, or opened by itself without JavaScript. Its frame is a
 * square, so that nothing of it leaves the frame when it is turned.
 */
export function Picture({ href, alt }: Props) {
  const t = useTranslations("identityVerification.review");
  const hydrated = useHydrated();
  const [turn, setTurn] = useState(0);
  const [size, setSize] = useState(0);
  return (
    <div className="grid gap-2">
      <div className="aspect-square overflow-auto rounded-control border border-line bg-sunken">
        <img src={href} alt={alt} className={clsx("max-w-none object-contain", turns[turn], sizes[size])} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {hydrated ? (
          <>
            <Button onClick={() => setTurn((turn + 1) % turns.length)}>
              <RotateCw aria-hidden="true" className="icon" />
              {t("rotate")}
            </Button>
            <Button onClick={() => setSize(Math.min(size + 1, sizes.length - 1))}>
              <ZoomIn aria-hidden="true" className="icon" />
              {t("zoomIn")}
            </Button>
            <Button onClick={() => setSize(Math.max(size - 1, 0))}>
              <ZoomOut aria-hidden="true" className="icon" />
              {t("zoomOut")}
            </Button>
          </>
        ) : null}
        <a href={href} target="_blank" rel="noreferrer" className="btn-link">
          {t("open")}
          <span className="sr-only"> {alt}</span>
        </a>
      </div>
    </div>
  );
}
