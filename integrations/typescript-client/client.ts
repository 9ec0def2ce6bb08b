import type { SignedRequestParts } from "./signed-request.ts";
import { type ClientOptions, createTransport, type Send } from "./transport.ts";
import type { UsageEvent } from "./usage-events.ts";

/** The client of a service's client: where its request came from. */
interface From {
  sourceIp: string;
  /** Over TLS; false where it was not. */
  secureTransport?: boolean;
}

interface Wish {
  /** `<service>:<Action>`, of the service's own. */
  action: string;
  /**
   * `acs:<service>:<region>:<account uid>:<type>/<id>`. With a signature the account may be left empty: it is the
   * signer's own.
   */
  resource: string;
  /** `<service>:<key>`, for conditions of the service's own. */
  conditions?: Record<string, string>;
  /** Whether it begins something that costs; left out, the action's name decides. */
  costs?: boolean;
}

export interface Identity {
  accountUid: string;
  accountName: string;
  /** null: the account's root user. */
  subAccount: string | null;
  accessKeyId: string;
}

export interface Decision {
  /** Policies and money together. */
  allowed: boolean;
  outcome: "allowed" | "explicit-deny" | "implicit-deny";
  /** The statement that decided; null where nothing allowed it. */
  by: { policyType: string; policyName: string; version: string; statement: number } | null;
  /** null: no policy allowed the action, or it costs nothing. */
  spend:
    | { verdict: "allow"; allowed: true }
    | {
        /** `ask`: somebody of the account may approve it in the console; then the same question is allowed. */
        verdict: "ask" | "deny";
        allowed: false;
        reason: "spend_limit" | "account_limit" | "wallet_exhausted" | "suspended" | "approval_required";
        limit: {
          window: string;
          soft: string | null;
          hard: string | null;
          atHard: "block_new" | "throttle" | "stop";
          spent: string;
          resetsAt: string | null;
        } | null;
      }
    | null;
}

export type SignatureVerdict =
  | { valid: true; identity: Identity; decision?: Decision }
  | {
      valid: false;
      /** RAM's code, as its clients know it. */
      code: string;
      stringToSign?: string;
    };

/** What is decided about all that a sub-account runs. */
export interface WorkspaceDecision {
  /** `throttled`: it may run, as slowly as the service can make it. */
  decided: "running" | "throttled" | "suspended";
  /** Counts the decisions: heed none that is older than one you know. */
  epoch: number;
  reasons: readonly string[];
}

export interface ResourceState {
  subAccount: string;
  name: string;
  state: "pending" | "running" | "stopped" | "failed";
  labels?: Record<string, string>;
  /** Counted up with each change: what comes with an older one is ignored. */
  version: number;
  stateSince?: Date;
  /** The newest decision about the workspace that is carried out at this resource. */
  enforcedEpoch?: number;
}

export interface ResourceAnswer {
  status: "registered" | "updated" | "unchanged" | "outdated";
  version: number;
  workspace: WorkspaceDecision;
}

/** Of one of many: with its name, and `retired` where it is gone. */
export type ResourceReport = { arn: string } & (
  | ResourceState
  | { state: "retired"; subAccount: string; version: number }
);

export type ResourceVerdict =
  | ResourceAnswer
  | {
      status: "refused";
      /** As in the problem that a call of its own would have met. `not-found`: the sub-account is gone. */
      code: string;
      reason?: string;
      detail: string;
    };

export interface UsageVerdict {
  /** All but `rejected` are kept by Espalier: nothing is to be sent again. */
  status: "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";
  reason?: string;
  message?: string;
}

interface UsageAnswer {
  events: ({ index: number } & UsageVerdict)[];
}

/** The platform API, a method a route. Every failure is an `EspalierError`; whoever asks to be let in fails closed. */
export class EspalierClient {
  readonly #send: Send;

  constructor(options: ClientOptions) {
    this.#send = createTransport(options);
  }

  /** Who the key stands for: a first call to try it with. */
  service(): Promise<{ name: string; services: string[] }> {
    return this.#send({ method: "GET", path: "/service", repeatable: true });
  }

  /**
   * Whose signature a request carries and, where a wish is named, whether that caller may. Never sent again once it may
   * have arrived: a signature passes once.
   */
  verify(request: SignedRequestParts, asked: From & Partial<Wish>): Promise<SignatureVerdict> {
    return this.#send({ method: "POST", path: "/signatures:verify", body: { request, ...asked }, repeatable: false });
  }

  /** Whether a sub-account that the service knows already may do something now. */
  authorize(asked: { accountUid: string; subAccount: string } & From & Wish): Promise<Decision> {
    return this.#send({ method: "POST", path: "/authorize", body: asked, repeatable: true });
  }

  /** Registers or updates; say it twice, late or out of order. `not-found`: the sub-account is gone, remove the resource. */
  putResource(arn: string, state: ResourceState): Promise<ResourceAnswer> {
    return this.#send({ method: "PUT", path: `/resources/${encodeURIComponent(arn)}`, body: state, repeatable: true });
  }

  /** The same for up to 500 in one call: a verdict for each, in their order; one that is refused leaves the others alone. */
  async reportResources(reports: readonly ResourceReport[]): Promise<ResourceVerdict[]> {
    const { resources } = await this.#send<{ resources: ResourceVerdict[] }>({
      ...{ method: "POST", path: "/resources", repeatable: true },
      body: reports,
    });
    return resources;
  }

  retireResource(
    arn: string,
    { subAccount, version }: { subAccount: string; version: number },
  ): Promise<ResourceAnswer> {
    const query = new URLSearchParams({ subAccount, version: String(version) });
    return this.#send({ method: "DELETE", path: `/resources/${encodeURIComponent(arn)}?${query}`, repeatable: true });
  }

  /** One verdict for each event, in their order; durable by then. An event is counted once, however often it is sent. */
  async reportUsage(events: readonly UsageEvent[]): Promise<UsageVerdict[]> {
    const { events: told } = await this.#send<UsageAnswer>({
      ...{ method: "POST", path: "/usage", repeatable: true },
      ...{ body: events, mediaType: "application/cloudevents-batch+json" },
    });
    const verdicts = events.map((): UsageVerdict => ({ status: "accepted" }));
    for (const { index, status, reason, message } of told) {
      verdicts[index] = { status, ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
    }
    return verdicts;
  }
}
