import "server-only";
import type { serverCredentials } from "@/db/schema/server-credentials";
import type { serverGrants } from "@/db/schema/server-grants";
import type { servers } from "@/db/schema/servers";
import type { ServerManager } from "./rules";

export interface ServerView {
  id: string;
  name: string;
  hosts: readonly string[];
  description: string;
  managedBy: ServerManager;
  createdBy: string;
  createdAt: Date;
  lastAskedAt: Date | null;
  lastAskedFrom: string;
}

/** Field by named field. */
export function presentServer(row: typeof servers.$inferSelect): ServerView {
  const { id, name, hosts, description, managedBy, createdBy, createdAt, lastAskedAt, lastAskedFrom } = row;
  return { id, name, hosts, description, managedBy, createdBy, createdAt, lastAskedAt, lastAskedFrom };
}

export interface CredentialView {
  id: string;
  lastFour: string;
  createdBy: string;
  createdAt: Date;
  endsAt: Date | null;
}

/** Never the hash. */
export function presentCredential(row: typeof serverCredentials.$inferSelect): CredentialView {
  const { id, lastFour, createdBy, createdAt, endsAt } = row;
  return { id, lastFour, createdBy, createdAt, endsAt };
}

export interface GrantView {
  id: string;
  /** Whom it lets in: a sub-account, a group, or (both null) everybody of the account. */
  subAccountName: string | null;
  groupName: string | null;
  login: string;
  networks: readonly string[];
  createdBy: string;
  createdAt: Date;
}

type GrantRow = typeof serverGrants.$inferSelect & { subAccountName: string | null; groupName: string | null };

export function presentGrant(row: GrantRow): GrantView {
  const { id, subAccountName, groupName, login, networks, createdBy, createdAt } = row;
  return { id, subAccountName, groupName, login, networks, createdBy, createdAt };
}

/** What a sub-account is told of a server it may log in to: how, and nothing of who else may. */
export interface LoginView {
  serverName: string;
  hosts: readonly string[];
  description: string;
  login: string;
  networks: readonly string[];
}
