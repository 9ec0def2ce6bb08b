"use client";

import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { useHydrated } from "./use-hydrated";

interface Props {
  text: string;
  fileName: string;
  children: ReactNode;
}

/** A file made in the browser from what the page shows: the server is not asked for it again. */
export function DownloadText({ text, fileName, children }: Props) {
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button className={useHydrated() ? "print:hidden" : "invisible print:hidden"} onClick={save}>
      <Download aria-hidden="true" className="icon" />
      {children}
    </Button>
  );
}
