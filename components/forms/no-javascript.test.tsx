import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToReadableStream } from "react-dom/server";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { emptyFormState, type FormAction, type FormState } from "@/lib/foundation/form-state";
import common from "@/messages/en/common.json";
import errors from "@/messages/en/errors.json";
import { ActionForm } from "./action-form";
import { CheckboxField } from "./checkbox-field";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { PlainForm } from "./plain-form";
import { RadioField } from "./radio-field";
import { SelectField } from "./select-field";
import { SubmitButton } from "./submit-button";
import { TextareaField } from "./textarea-field";
import { useActionForm } from "./use-action-form";

/** What a server action looks like to React's server renderer; Next makes these from `"use server"` files. */
const reference = {
  $$FORM_ACTION: () => ({ name: "$ACTION_test", method: "POST", encType: "multipart/form-data", data: new FormData() }),
  $$IS_SIGNATURE_EQUAL: (id: string) => id === "test",
};
const action: FormAction = Object.assign(async () => emptyFormState, {
  ...reference,
  bind: () => Object.assign(async () => emptyFormState, reference),
});

const labels = { name: "Name", note: "Note", group: "Group", kind: "Kind", must: "Must change", password: "Password" };

function Fields() {
  return (
    <>
      <Field name="name" required hint="1 to 49 characters." />
      <TextareaField name="note" />
      <SelectField
        name="group"
        options={[
          { value: "", label: "None" },
          { value: "dev", label: "Developers" },
        ]}
      />
      <RadioField
        name="kind"
        options={[
          { value: "a", label: "A" },
          { value: "b", label: "B" },
        ]}
      />
      <CheckboxField name="must" />
      <PasswordField name="password" autoComplete="new-password" />
      <SubmitButton>Create</SubmitButton>
    </>
  );
}

function Checked() {
  const form = useActionForm(z.strictObject({}), action, { kind: "a", must: "on" });
  return (
    <ActionForm form={form} labels={labels} idempotencyKey="key-1">
      <Fields />
    </ActionForm>
  );
}

function Plain() {
  return (
    <PlainForm action={action} labels={labels} initial={{ kind: "a", must: "on" }} idempotencyKey="key-1">
      <Fields />
    </PlainForm>
  );
}

async function html(page: ReactNode, state?: FormState): Promise<string> {
  const tree = (
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ common, errors }}>
      {page}
    </NextIntlClientProvider>
  );
  const first = await new Response(await renderToReadableStream(tree)).text();
  if (!state) return first;
  // The browser posts the key of the hook back; React gives the state to the hook that has it.
  const key = /name="\$ACTION_KEY" value="([^"]+)"/.exec(first)?.[1];
  if (!key) throw new Error("The form cannot be sent without JavaScript.");
  const formState = [state, key, "test", 0] as unknown as Parameters<typeof renderToReadableStream>[1];
  return new Response(await renderToReadableStream(tree, { formState } as typeof formState)).text();
}

const refused: FormState = {
  attempt: 1,
  values: { name: "ada", note: "<b>kept</b>", group: "dev", kind: "b" },
  fieldErrors: { name: [{ key: "taken" }], password: [{ key: "passwordTooShort", params: { min: 12 } }] },
  requestId: "req-1",
};

describe.each([
  ["a checked form", <Checked key="checked" />],
  ["a plain form", <Plain key="plain" />],
])("%s without JavaScript", (_, page) => {
  it("starts with the page's values, its idempotency key and no finding", async () => {
    const first = await html(page);
    expect(first).toContain('name="idempotencyKey" value="key-1"');
    expect(first).toMatch(/<input[^>]*value="a"[^>]*checked=""|<input[^>]*checked=""[^>]*value="a"/);
    expect(first).toMatch(/<input[^>]*id="must"[^>]*checked=""|<input[^>]*checked=""[^>]*id="must"/);
    expect(first).not.toContain('role="alert"');
    expect(first).not.toContain("aria-invalid");
    expect(first).toContain("1 to 49 characters.");
  });

  it("shows a refusal in the first HTML: summary with links, and the line under each field", async () => {
    const again = await html(page, refused);
    const summary = /<div role="alert".*?<\/div><\/div>/s.exec(again)?.[0] ?? "";
    expect(summary).toContain("2 entries need a correction");
    expect(summary).toContain('href="#name"');
    expect(summary).toContain("req-1");
    expect(summary.indexOf('href="#name"')).toBeLessThan(summary.indexOf('href="#password"'));
    expect(again).toMatch(/<p id="name-message".*?This is already in use/s);
    expect(again).toMatch(/<p id="password-message".*?Use at least 12 characters/s);
    expect(again).toMatch(/<input[^>]*id="name"[^>]*aria-invalid="true"|<input[^>]*aria-invalid="true"[^>]*id="name"/);
    expect(again).toMatch(
      /id="name"[^>]*aria-describedby="name-message"|aria-describedby="name-message"[^>]*id="name"/,
    );
  });

  it("keeps what was typed, escaped, and keeps an unticked box unticked", async () => {
    const again = await html(page, refused);
    expect(again).toMatch(/<input[^>]*value="ada"/);
    expect(again).toContain("&lt;b&gt;kept&lt;/b&gt;");
    expect(again).toMatch(/<option[^>]*value="dev"[^>]*selected=""|<option[^>]*selected=""[^>]*value="dev"/);
    expect(again).toMatch(/<input[^>]*value="b"[^>]*checked=""|<input[^>]*checked=""[^>]*value="b"/);
    expect(again).not.toMatch(/<input[^>]*id="must"[^>]*checked=""|<input[^>]*checked=""[^>]*id="must"/);
  });

  it("never fills in a password, even when a faulty action echoes it", async () => {
    const again = await html(page, { ...refused, values: { ...refused.values, password: "tide-maple-forty" } });
    const visible = again.replaceAll(/<input[^>]*name="\$ACTION[^>]*>/g, "");
    expect(visible).not.toContain("tide-maple-forty");
  });

  it("has nothing that the Content-Security-Policy refuses", async () => {
    const again = await html(page, refused);
    expect(again).not.toMatch(/\sstyle=/);
    expect(again).not.toMatch(/\son[a-z]+=/);
    expect(again).not.toContain("disabled=");
  });
});

it("shows words, not keys, for a message it does not know", async () => {
  const again = await html(<Plain />, { ...refused, fieldErrors: { name: [{ key: "noSuchKey" }] } });
  expect(again).toContain(errors.invalid);
  expect(again).not.toContain("noSuchKey");
});

it("says a verb's reason at the field that it names", async () => {
  const again = await html(<Plain />, { ...refused, fieldErrors: { name: [{ key: "lessOwed" }] } });
  expect(again).toContain(errors.reasons.lessOwed);
});
