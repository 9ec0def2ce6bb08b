"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { PasswordField } from "@/components/forms/password-field";
import {
  isOnlyContextWords,
  maximumPasswordLength,
  minimumPasswordLength,
  normalizePassword,
  passwordLengthProblem,
} from "@/lib/domain/sign-in/password-rules";

interface Props {
  /** What a guesser would try first: names of the account, its alias, the person. */
  contextWords: readonly string[];
}

/** The rules in words, and while typing what is still missing; the server decides. */
export function NewPasswordField({ contextWords }: Props) {
  const t = useTranslations("doors.rules");
  const [typed, setTyped] = useState("");
  const min = minimumPasswordLength.alone;

  function adviceOn(password: string): string {
    if (password === "") return t("words", { min });
    const problem = passwordLengthProblem(password, { secondFactor: false });
    if (problem === "passwordTooShort") return t("short", { count: [...normalizePassword(password)].length, min });
    if (problem) return t("long", { max: maximumPasswordLength });
    return t(isOnlyContextWords(normalizePassword(password), contextWords) ? "names" : "fine");
  }

  return (
    <PasswordField name="password" autoComplete="new-password" required hint={adviceOn(typed)} onText={setTyped} />
  );
}
