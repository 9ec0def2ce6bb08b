import "server-only";
import { accountActions, doorActions } from "@/lib/authorization/actions";

/** What the log of an account can be asked for, by name. */
export const auditActions: readonly string[] = [...accountActions, ...doorActions].toSorted();
