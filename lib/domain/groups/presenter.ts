import "server-only";
import type { groups } from "@/db/schema/groups";

export interface GroupView {
  id: string;
  name: string;
  displayName: string;
  comments: string;
  createdAt: Date;
  updatedAt: Date;
}

export function presentGroup(row: Omit<typeof groups.$inferSelect, "accountId">): GroupView {
  const { id, name, displayName, comments, createdAt, updatedAt } = row;
  return { id, name, displayName, comments, createdAt, updatedAt };
}
