import * as z from "zod";
import { serviceScopes } from "@/lib/authorization/service-scopes-schema";

const word = z
  .string("required")
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "serviceKeyName");

/** A service's code, the second part of its resources' names. `ram` and `platform` are ours. */
const serviceCode = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "serviceCode")
  .refine((code) => !["ram", "ims", "platform", "espalier", "acs", "bss"].includes(code), "serviceCode");

const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(/[\s,]+/).filter((part) => part !== "") : (value ?? [])),
    z.array(item).min(1, "required").max(20, { error: "tooMany" }),
  );

/** The form's and the command line's alike: lists are arrays or words with commas between them. */
export const CreateServiceKeyInput = z.strictObject({
  name: word,
  services: listOf(serviceCode),
  scopes: listOf(z.enum(serviceScopes, "chooseOne")),
});
export type CreateServiceKeyInput = z.output<typeof CreateServiceKeyInput>;

export const ServiceKeyInput = z.strictObject({ id: z.uuid("required") });
export type ServiceKeyInput = z.output<typeof ServiceKeyInput>;

/** Each scope and the name of its box in the form. */
export const scopeBoxes = serviceScopes.map((scope) => ({ scope, field: `scope-${scope.replace(":", "-")}` }));

const boxes = Object.fromEntries(scopeBoxes.map(({ field }) => [field, z.literal("on").optional()]));

/** The form's: a box for each scope. */
export const IssueServiceKeyForm = z
  .strictObject({ name: word, services: listOf(serviceCode), ...boxes })
  .transform((form, ctx) => {
    const said = form as Record<string, unknown>;
    const scopes = scopeBoxes.filter(({ field }) => said[field] === "on").map(({ scope }) => scope);
    if (scopes.length === 0) {
      ctx.addIssue({ code: "custom", message: "chooseOne", path: [scopeBoxes[0]?.field ?? ""] });
    }
    return { name: form.name, services: form.services, scopes };
  });

export const RevokeServiceKeyForm = z.strictObject({
  id: z.uuid("required"),
  typedName: z.string().trim().max(64, "tooLong"),
});
