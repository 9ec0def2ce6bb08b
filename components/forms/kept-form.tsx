"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext } from "react";

interface KeptForm {
  path: string;
  formId: string;
  values: Record<string, string>;
}

const KeptFormContext = createContext<KeptForm | undefined>(undefined);

interface Props {
  kept: KeptForm | undefined;
  /** Above the page whose form was kept: that it has to be sent again. */
  notice: ReactNode;
  children: ReactNode;
}

/** Around a page: what one of its forms held before the person was asked to prove who they are. */
export function KeptFormProvider({ kept, notice, children }: Props) {
  const path = usePathname();
  return (
    <KeptFormContext value={kept}>
      {kept?.path === path ? notice : null}
      {children}
    </KeptFormContext>
  );
}

/** The kept values of this form; undefined for every other form, and on every other page. */
export function useKeptForm(formId: string | undefined): Record<string, string> | undefined {
  const kept = useContext(KeptFormContext);
  const path = usePathname();
  return kept && kept.path === path && kept.formId === (formId ?? "") ? kept.values : undefined;
}
