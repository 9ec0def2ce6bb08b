import { Field } from "@/components/forms/field";

/** Six digits, from a message or an authenticator app: browsers and phones fill them in. */
export function CodeField({ name = "code" }: { name?: string }) {
  return (
    <Field
      name={name}
      mono
      required
      inputMode="numeric"
      autoComplete="one-time-code"
      minLength={6}
      maxLength={6}
      pattern="[0-9]{6}"
    />
  );
}
