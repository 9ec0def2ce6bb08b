"use client";

import { Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "./button";
import { useHydrated } from "./use-hydrated";

export function PrintButton() {
  const t = useTranslations("common");
  return (
    <Button className={useHydrated() ? "print:hidden" : "invisible print:hidden"} onClick={() => print()}>
      <Printer aria-hidden="true" className="icon" />
      {t("print")}
    </Button>
  );
}
