import type { WorkspaceDecision } from "./client.ts";
import type { WebhookEvent } from "./webhooks.ts";

/** What is decided about all that one sub-account runs. */
export interface WorkspaceOrder extends WorkspaceDecision {
  accountUid: string;
  subAccount: string;
  /** The sub-account is gone for good: remove what it ran. */
  isDeleted: boolean;
}

/** The order that a webhook carries, if it carries one. */
export function orderOf({ type, data }: WebhookEvent): WorkspaceOrder | undefined {
  const { accountUid, subAccount, workspace } = data;
  if (typeof subAccount !== "string" || !isDecision(workspace)) return undefined;
  const { decided, epoch, reasons } = workspace;
  return { accountUid, subAccount, decided, epoch, reasons, isDeleted: type === "sub_account.deleted" };
}

function isDecision(value: unknown): value is WorkspaceDecision {
  const { decided, epoch, reasons } = (value ?? {}) as Partial<WorkspaceDecision>;
  const isKnown = decided === "running" || decided === "throttled" || decided === "suspended";
  return isKnown && Number.isSafeInteger(epoch) && Array.isArray(reasons);
}

/** The newest order of each workspace, in whatever order they arrive. Orders also come with every answer about a resource. */
export class WorkspaceOrders {
  readonly #newest = new Map<string, WorkspaceOrder>();

  constructor(known: Iterable<WorkspaceOrder> = []) {
    for (const order of known) this.heed(order);
  }

  /** False where a newer one is known: it came late, and nothing is to be done. */
  heed(order: WorkspaceOrder): boolean {
    const key = keyOf(order);
    const known = this.#newest.get(key);
    if (known && (known.epoch > order.epoch || known.isDeleted)) return false;
    this.#newest.set(key, order);
    return true;
  }

  find(workspace: Pick<WorkspaceOrder, "accountUid" | "subAccount">): WorkspaceOrder | undefined {
    return this.#newest.get(keyOf(workspace));
  }

  /** To be written down, and given to the next process. */
  all(): WorkspaceOrder[] {
    return [...this.#newest.values()];
  }
}

const keyOf = ({ accountUid, subAccount }: Pick<WorkspaceOrder, "accountUid" | "subAccount">) =>
  `${accountUid}/${subAccount}`;
