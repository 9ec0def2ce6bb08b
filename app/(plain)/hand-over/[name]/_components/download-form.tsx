"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef } from "react";
import { Button } from "@/components/ui/button";

/** A plain form that answers with a file; with JavaScript the page also learns that the password is given away. */
export function DownloadForm({ action, label }: { action: string; label?: string }) {
  const t = useTranslations("handOver");
  const router = useRouter();
  const asked = useRef(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (asked.current) return;
    asked.current = true;
    void saveAnswer(action).finally(() => {
      asked.current = false;
      router.refresh();
    });
  };
  return (
    <form action={action} method="post" onSubmit={onSubmit}>
      <Button type="submit">
        <Download aria-hidden="true" className="icon" />
        {label ?? t("download")}
      </Button>
    </form>
  );
}

async function saveAnswer(action: string): Promise<void> {
  const answer = await fetch(action, { method: "POST" });
  if (!answer.ok || !answer.headers.get("content-disposition")?.startsWith("attachment")) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "sign-in.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
