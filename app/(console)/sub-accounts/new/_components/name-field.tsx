"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Field } from "@/components/forms/field";
import { SubAccountName, subAccountNameLength } from "@/lib/domain/sub-accounts/sub-account-name-rules";

type Availability = "unknown" | "checking" | "free" | "taken";

const pauseMs = 300;

interface Props {
  account: string;
  /** What a refused attempt had typed. */
  typed: string;
  nameCheck: string;
}

/** The name with its rule, the whole name as it will be, and whether it can still be given. */
export function NameField({ account, typed, nameCheck }: Props) {
  const t = useTranslations("subAccounts");
  const [name, setName] = useState(typed);
  const availability = useAvailability(name, nameCheck);
  const words = { unknown: "", checking: t("nameChecking"), free: t("nameFree"), taken: t("nameTaken") };
  const tone = { unknown: "", checking: "text-ink-3", free: "text-ok", taken: "text-danger" };
  return (
    <div>
      <Field
        name="name"
        required
        mono
        prefix={`${account}#`}
        maxLength={subAccountNameLength.max}
        pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        hint={t("nameRule")}
        onText={setName}
      />
      <p className="min-h-5">
        <span className="text-ink-2">{t("fullNameWillBe")}</span>{" "}
        <span className="break-all font-mono">
          {account}#{name || <span className="text-ink-3">{t("fullNamePlaceholder")}</span>}
        </span>{" "}
        <span role="status" className={tone[availability]}>
          {words[availability]}
        </span>
      </p>
    </div>
  );
}

function useAvailability(name: string, nameCheck: string): Availability {
  const [known, setKnown] = useState<{ name: string; availability: Availability }>({
    name: "",
    availability: "unknown",
  });
  useEffect(() => {
    if (!SubAccountName.safeParse(name).success) return;
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      setKnown({ name, availability: "checking" });
      const availability = await ask(`${nameCheck}?name=${name}`, asked.signal);
      if (!asked.signal.aborted) setKnown({ name, availability });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [name, nameCheck]);
  return known.name === name ? known.availability : "unknown";
}

/** Nothing is said when it cannot be asked: the server says so on submit. */
async function ask(address: string, signal: AbortSignal): Promise<Availability> {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return "unknown";
    const { free } = (await answer.json()) as { free?: unknown };
    return free === true ? "free" : "taken";
  } catch {
    return "unknown";
  }
}
