// @vitest-environment happy-dom
import { NextIntlClientProvider } from "next-intl";
import { act, type ReactNode, StrictMode } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as z from "zod";
import type { FormAction, FormState } from "@/lib/foundation/form-state";
import common from "@/messages/en/common.json";
import errors from "@/messages/en/errors.json";
import { ActionForm } from "./action-form";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { SubmitButton } from "./submit-button";
import { useActionForm } from "./use-action-form";

const schema = z.strictObject({
  name: z
    .string()
    .min(1, "required")
    .max(5, "tooLong")
    .regex(/^[a-z]*$/, "nameRule"),
  note: z.string().max(3, "tooLong"),
  password: z.string().min(4, "passwordTooShort"),
  intent: z.string(),
});

interface Sent {
  previous: FormState;
  form: Record<string, unknown>;
  answer: (state: FormState) => void;
}

let sent: Sent[];
let root: Root;
let host: HTMLElement;

const action: FormAction = (previous, form) =>
  new Promise((answer) => sent.push({ previous, form: Object.fromEntries(form), answer }));

function Page() {
  const form = useActionForm(schema, action);
  return (
    <ActionForm form={form} labels={{ name: "Name", note: "Note", password: "Password" }} idempotencyKey="key-1">
      <Field name="name" required hint="Letters." />
      <Field name="note" />
      <PasswordField name="password" required autoComplete="new-password" />
      <SubmitButton name="intent" value="create">
        Create
      </SubmitButton>
      <SubmitButton name="intent" value="draft" variant="secondary">
        Keep as draft
      </SubmitButton>
    </ActionForm>
  );
}

function inLanguage(page: ReactNode) {
  return (
    <StrictMode>
      <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ common, errors }}>
        {page}
      </NextIntlClientProvider>
    </StrictMode>
  );
}

function find<E extends HTMLElement>(selector: string): E {
  const element = host.querySelector<E>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
}

const type = (name: string, text: string) =>
  act(async () => {
    const input = find<HTMLInputElement>(`#${name}`);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
const leave = (name: string) =>
  act(async () => void find(`#${name}`).dispatchEvent(new FocusEvent("focusout", { bubbles: true })));
const press = (value = "create") => act(async () => find<HTMLButtonElement>(`button[value="${value}"]`).click());
// A transition ends some turns after its promise.
const settled = () => new Promise((resolve) => setTimeout(resolve));
const answer = (state: Partial<FormState>) =>
  act(async () => {
    const last = sent.at(-1);
    last?.answer({ attempt: last.previous.attempt + 1, values: {}, fieldErrors: {}, ...state });
    await settled();
  });
const message = (name: string) => find(`#${name}-message`).textContent ?? "";

async function fillIn() {
  await type("name", "ada");
  await type("password", "long enough");
}

beforeEach(async () => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  sent = [];
  host = document.body.appendChild(document.createElement("div"));
  root = createRoot(host);
  await act(async () => root.render(inLanguage(<Page />)));
});

afterEach(async () => {
  // React joins every running action of the page: one left open would hold back the next test's.
  await act(async () => {
    for (const { previous, answer } of sent) answer(previous);
    await settled();
  });
  await act(async () => root.unmount());
  host.remove();
});

it("says what is wrong when a field is left, in the line that was always there", async () => {
  expect(message("name")).toBe("Letters.");
  await type("name", "Ada");
  expect(message("name")).toBe("Letters.");
  await leave("name");
  expect(message("name")).toContain(errors.nameRule);
  expect(find("#name").getAttribute("aria-invalid")).toBe("true");
  expect(host.querySelector("[role=alert]")).toBeNull();
  await type("name", "ada");
  expect(message("name")).toBe("Letters.");
});

it("gives the bounds of a rule to its message", async () => {
  await type("note", "four");
  await leave("note");
  expect(message("note")).toContain("at most 3 characters");
});

it("sends nothing that the rules refuse, and moves the focus to the summary once", async () => {
  await press();
  expect(sent).toHaveLength(0);
  const summary = find("[role=alert]");
  expect(document.activeElement).toBe(summary);
  expect([...summary.querySelectorAll("a")].map((link) => link.hash)).toEqual(["#name", "#password"]);
  find("#name").focus();
  await type("name", "a");
  await type("name", "B");
  expect(document.activeElement).toBe(find("#name"));
});

it("sends the fields, the idempotency key and the button that was pressed", async () => {
  await fillIn();
  await press("draft");
  expect(sent.map(({ form }) => form)).toEqual([
    { idempotencyKey: "key-1", name: "ada", note: "", password: "long enough", intent: "draft" },
  ]);
});

it("sends once however often it is pressed, without disabling the button", async () => {
  await fillIn();
  await press();
  const button = find<HTMLButtonElement>('button[value="create"]');
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(button.disabled).toBe(false);
  expect(button.textContent).toBe(common.working);
  await press();
  await press("draft");
  expect(sent).toHaveLength(1);
  await answer({});
  expect(button.getAttribute("aria-disabled")).toBeNull();
});

it("shows the server's findings, moves the focus once per answer, and keeps what was typed", async () => {
  await fillIn();
  await press();
  await answer({ fieldErrors: { name: [{ key: "taken" }] } });
  expect(message("name")).toContain(errors.taken);
  expect(document.activeElement).toBe(find("[role=alert]"));
  expect(find<HTMLInputElement>("#name").value).toBe("ada");
  expect(find<HTMLInputElement>("#password").value).toBe("long enough");

  find("#note").focus();
  await type("note", "four");
  await leave("note");
  expect(message("name")).toContain(errors.taken);
  expect(document.activeElement).toBe(find("#note"));

  await type("note", "");
  await type("name", "adb");
  expect(message("name")).toBe("Letters.");
  await press();
  expect(sent).toHaveLength(2);
  await answer({ fieldErrors: { name: [{ key: "taken" }] } });
  expect(document.activeElement).toBe(find("[role=alert]"));
});

it("shows a refusal that belongs to no field", async () => {
  await fillIn();
  await press();
  await answer({ formError: { key: "codes.conflict" }, requestId: "req-7" });
  expect(find("[role=alert]").textContent).toContain(errors.codes.conflict);
  expect(find("[role=alert]").textContent).toContain("req-7");
});

it("does not jump to the summary again when a field is left after an accepted answer", async () => {
  await press();
  await fillIn();
  await press();
  await answer({ attempt: 0 });
  find("#note").focus();
  await type("note", "four");
  await leave("note");
  expect(document.activeElement).toBe(find("#note"));
});

it("shows and hides the password, and hides it while it is sent", async () => {
  const field = find<HTMLInputElement>("#password");
  await act(async () => find<HTMLButtonElement>(".field-toggle").click());
  expect(field.type).toBe("text");
  await fillIn();
  await press();
  expect(field.type).toBe("password");
});

it("keeps what was typed before React took over, and lets our own words replace the browser's", async () => {
  await act(async () => root.unmount());
  host.innerHTML = renderToString(inLanguage(<Page />));
  expect(find<HTMLFormElement>("form").noValidate).toBe(false);
  find<HTMLInputElement>("#name").value = "early";
  root = await act(async () => hydrateRoot(host, inLanguage(<Page />)));
  expect(find<HTMLInputElement>("#name").value).toBe("early");
  expect(find<HTMLFormElement>("form").noValidate).toBe(true);
  await type("password", "long enough");
  await press();
  expect(sent.at(-1)?.form).toMatchObject({ name: "early" });
});
