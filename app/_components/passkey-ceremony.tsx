"use client";

import type {
  PublicKeyCredentialRequestOptionsJSON as PasskeyRequest,
  PublicKeyCredentialCreationOptionsJSON,
} from "@simplewebauthn/browser";
import { useEffect, useRef, useState } from "react";
import { useFormContext } from "@/components/forms/form-context";
import { Banner } from "@/components/ui/banner";

export type { PasskeyRequest };

type Problem = "cancelled" | "exists" | "elsewhere" | "unsupported";

type Props = { words: Record<Problem, string>; waiting: string } & (
  | { create: PublicKeyCredentialCreationOptionsJSON; get?: never }
  | { get: PasskeyRequest; create?: never }
);

/** Inside a form whose action takes `passkey`: has the browser ask for it at once, and sends what it answers. */
export function PasskeyCeremony({ create, get, words, waiting }: Props) {
  const { formProps, pending } = useFormContext();
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const asked = useRef("");
  const form = formProps.ref;

  useEffect(() => {
    const { challenge } = create ?? get;
    if (asked.current === challenge) return;
    asked.current = challenge;
    setProblem(undefined);
    const answer = create ? makePasskey(create) : askForPasskey(get);
    answer.then(
      (passkey) => {
        if (!field.current) return;
        field.current.value = JSON.stringify(passkey);
        form.current?.requestSubmit();
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, [create, get, form]);

  return (
    <>
      <input ref={field} type="hidden" name="passkey" />
      {problem ? (
        <Banner tone="warn" role="alert">
          {words[problem]}
        </Banner>
      ) : (
        <p role="status" className="text-ink-2" hidden={pending}>
          {waiting}
        </p>
      )}
    </>
  );
}

// Loaded behind the click: doors stay light.
async function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON) {
  const { startRegistration } = await import("@simplewebauthn/browser");
  return startRegistration({ optionsJSON });
}

async function askForPasskey(optionsJSON: PasskeyRequest) {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return startAuthentication({ optionsJSON });
}

function problemOf(error: unknown): Problem {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return "exists";
  if (name === "SecurityError") return "elsewhere";
  return name === "NotAllowedError" || name === "AbortError" ? "cancelled" : "unsupported";
}
