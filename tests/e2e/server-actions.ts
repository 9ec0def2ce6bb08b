import type { ActionRow } from "./action-matrix";
import { notOperator, notRoot } from "./refused-players";

const nowhere = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";
const name = "smuggled";
const wish = { name, hosts: "smuggled.test", description: "" };
const grant = { name, who: "everybody", subject: "", login: "work", networks: "" };
const own = () => `/servers/${name}`;
const install = () => `/servers/${name}/install`;
const edit = () => `/servers/${name}/edit`;
/** Another account's root user registers servers of its own, and knows of no other. */
const notTheirs = [...notRoot, "another account's root user" as const];

/** Of a server that the first row registers; in the order in which the right person can do them. */
export const serverActions: Record<string, ActionRow> = {
  registerServerAction: { page: () => "/servers/new", form: () => wish, wrong: notRoot, right: "the root user" },
  updateServerAction: { page: edit, form: () => wish, wrong: notTheirs, right: "the root user" },
  issueServerCredentialAction: {
    page: install,
    form: () => ({ name, graceHours: "0" }),
    wrong: notTheirs,
    right: "the root user",
  },
  revokeServerCredentialsAction: { page: install, form: () => ({ name }), wrong: notTheirs, right: "the root user" },
  grantServerLoginAction: { page: own, form: () => grant, wrong: notTheirs, right: "the root user" },
  revokeServerLoginAction: { page: own, form: () => ({ name, id: nowhere }), wrong: notTheirs },
  deleteServerAction: {
    page: edit,
    form: () => ({ name, typedName: name }),
    wrong: notTheirs,
    right: "the root user",
  },
};

const platform = ({ alias: accountName }: { alias: string }) => ({ accountName, name: "platform" });
const platformPage = ({ alias }: { alias: string }) => `/operator/servers/in/${alias}/platform`;

/** The operator's, of a server in account A. */
export const platformServerActions: Record<string, ActionRow> = {
  registerPlatformServerAction: {
    page: () => "/operator/servers/new",
    form: (world) => ({ ...wish, ...platform(world) }),
    wrong: notOperator,
    right: "an operator",
  },
  updatePlatformServerAction: {
    page: platformPage,
    form: (world) => ({ ...wish, ...platform(world) }),
    wrong: notOperator,
    right: "an operator",
  },
  issuePlatformServerCredentialAction: {
    page: platformPage,
    form: (world) => ({ ...platform(world), graceHours: "0" }),
    wrong: notOperator,
    right: "an operator",
  },
  revokePlatformServerCredentialsAction: {
    page: platformPage,
    form: platform,
    wrong: notOperator,
    right: "an operator",
  },
  grantPlatformServerLoginAction: {
    page: platformPage,
    form: (world) => ({ ...grant, ...platform(world) }),
    wrong: notOperator,
    right: "an operator",
  },
  revokePlatformServerLoginAction: {
    page: platformPage,
    form: (world) => ({ ...platform(world), id: nowhere }),
    wrong: notOperator,
  },
  deletePlatformServerAction: {
    page: platformPage,
    form: (world) => ({ ...platform(world), typedName: "platform" }),
    wrong: notOperator,
    right: "an operator",
  },
};
