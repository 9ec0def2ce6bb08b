import * as z from "zod";
import { AddressList } from "@/lib/foundation/address-list-schema";
import { boundedText } from "@/lib/foundation/text-schema";

export const ServerName = z
  .string("required")
  .trim()
  .min(1, "required")
  .max(64, "tooLong")
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "serverNameRule")
  // The page that registers one has that address.
  .refine((name) => name !== "new", "serverNameTaken");

/** A host's name or address, IPv6 in brackets, and a port where it is not 22. */
const host =
  /^(?=.{1,262}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]{2,45}\])(?::[1-9]\d{0,4})?$/;
const hostsMax = 20;
const hosts = z
  .string("required")
  .max(6_000, "tooLong")
  .transform((text) => [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ""))])
  .superRefine((words, ctx) => {
    const bad = words.find((word) => !host.test(word) || Number(/:(\d+)$/.exec(word)?.[1] ?? 22) > 65_535);
    if (words.length === 0) ctx.addIssue({ code: "custom", message: "required" });
    else if (words.length > hostsMax) {
      ctx.addIssue({ code: "custom", message: "tooManyHosts", params: { max: hostsMax } });
    } else if (bad !== undefined) ctx.addIssue({ code: "custom", message: "hostRule", params: { host: bad } });
  });

const details = { hosts, description: boundedText(500, { min: 0, multiline: true }).default("") };

export const RegisterServerInput = z.strictObject({ name: ServerName, ...details });
export type RegisterServerInput = z.output<typeof RegisterServerInput>;

export const UpdateServerInput = z.strictObject({ name: ServerName, ...details });
export type UpdateServerInput = z.output<typeof UpdateServerInput>;

export const DeleteServerInput = z.strictObject({ name: ServerName, typedName: z.string().trim().max(64) });
export type DeleteServerInput = z.output<typeof DeleteServerInput>;

/** How long the credentials before it still work, in hours: not at all, an hour, a day, a week. */
const graceChoices = ["0", "1", "24", "168"] as const;

export const IssueServerCredentialInput = z.strictObject({
  name: ServerName,
  graceHours: z.enum(graceChoices, "chooseOne").transform(Number),
});
export type IssueServerCredentialInput = z.output<typeof IssueServerCredentialInput>;

export const NamedServerInput = z.strictObject({ name: ServerName });
export type NamedServerInput = z.output<typeof NamedServerInput>;

/** What `useradd` makes, and what a server's script lets through to us. */
export const LoginName = z
  .string("required")
  .trim()
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/, "loginRule");

export const GrantServerLoginInput = z
  .strictObject({
    name: ServerName,
    who: z.enum(["sub-account", "group", "everybody"], "chooseOne"),
    /** The sub-account's or the group's name. */
    subject: z.string().trim().max(64, "tooLong").default(""),
    login: LoginName,
    networks: AddressList.default([]),
  })
  .refine(({ who, subject }) => who === "everybody" || subject !== "", { path: ["subject"], message: "required" });
export type GrantServerLoginInput = z.output<typeof GrantServerLoginInput>;

export const RevokeServerLoginInput = z.strictObject({ name: ServerName, id: z.uuid("invalid") });
export type RevokeServerLoginInput = z.output<typeof RevokeServerLoginInput>;

/** The operator's forms say in which account as well. */
export const inAccountNamed = { accountName: z.string("required").trim().min(1, "required").max(64, "tooLong") };

/** The list's address: every field falls back. */
export const ServerFilter = z.object({ cursor: z.string().max(1024).optional().catch(undefined) });
export type ServerFilter = z.output<typeof ServerFilter>;

export const Fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);
