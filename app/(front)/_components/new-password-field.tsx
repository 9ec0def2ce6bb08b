"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { PasswordField } from "@/components/forms/password-field";
import { findPolicyProblem, type SubAccountRules } from "@/lib/domain/sign-in/password-policy-rules";
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
  /** Of a sub-account, whose account's policy adds to the rules. */
  rules?: SubAccountRules | undefined;
  required?: boolean;
  className?: string;
}

/** The rules in words, and while typing what is still missing; the server decides. */
export function NewPasswordField({ contextWords, rules, required = true, className }: Props) {
  const t = useTranslations("doors.rules");
  const problems = useTranslations("errors");
  const inWords = useRulesInWords(rules);
  const [typed, setTyped] = useState("");
  const min = Math.max(minimumPasswordLength.alone, rules?.passwordPolicy.minimumPasswordLength ?? 0);

  function adviceOn(password: string): string {
    if (password === "") return inWords(min);
    const normalized = normalizePassword(password);
    const problem = passwordLengthProblem(password, { secondFactor: false });
    const count = [...normalized].length;
    if (problem === "passwordTooShort" || (!problem && count < min)) return t("short", { count, min });
    if (problem) return t("long", { max: maximumPasswordLength });
    if (isOnlyContextWords(normalized, contextWords)) return t("names");
    const added = rules && findPolicyProblem(normalized, rules);
    return added ? problems(added.key, { min: added.params.min ?? 0 }) : t("fine");
  }

  return (
    <PasswordField
      name="password"
      autoComplete="new-password"
      required={required}
      hint={adviceOn(typed)}
      onText={setTyped}
      className={className}
    />
  );
}

/** What the account's policy asks for beside the length, as one sentence. */
function useRulesInWords(rules: SubAccountRules | undefined): (min: number) => string {
  const t = useTranslations("doors.rules");
  const format = useFormatter();
  if (!rules) return (min) => t("words", { min });
  const { passwordPolicy: policy } = rules;
  const variety = policy.minimumPasswordDifferentCharacter;
  const reuse = policy.passwordReusePrevention;
  const needs = [
    policy.requireLowercaseCharacters && t("needs.lowercase"),
    policy.requireUppercaseCharacters && t("needs.uppercase"),
    policy.requireNumbers && t("needs.number"),
    policy.requireSymbols && t("needs.symbol"),
    variety > 0 && t("needs.variety", { count: variety }),
    policy.passwordNotContainUserName && t("needs.noUserName"),
    reuse > 0 && t("needs.unused", { count: reuse }),
  ].filter((need) => need !== false);
  if (needs.length === 0) return (min) => t("words", { min });
  return (min) => t("wordsOfPolicy", { min, needs: format.list(needs, { type: "unit" }) });
}
