import "server-only";
import type { transferKinds } from "@/db/schema/transfers";

/** One thing that was found. `isExact`: the text is its own name or number, and not the beginning of it. */
export type Found = { isExact: boolean } & (
  | { kind: "sub-account"; name: string; displayName: string; state: "active" | "disabled" }
  /** `owner` is null where it is the root user's. */
  | { kind: "access-key"; id: string; owner: string | null; name: string }
  | { kind: "ssh-key"; id: string; owner: string; name: string; fingerprint: string }
  | { kind: "resource"; id: string; owner: string; name: string; arn: string }
  | { kind: "server"; name: string; description: string }
  | { kind: "group"; name: string; displayName: string }
  | { kind: "policy"; name: string; type: "Custom" | "System"; description: string }
  | { kind: "invoice"; number: string; month: string }
  | {
      kind: "transaction";
      seq: string;
      movement: (typeof transferKinds)[number];
      subAccountName: string | null;
      month: string | null;
      settlementNo: string | null;
      reference: string | null;
    }
  | { kind: "charge"; id: string; month: string }
  | { kind: "audit-event"; id: string; action: string; at: Date }
  /** What was done in one request, or from one address. */
  | { kind: "request"; id: string }
  | { kind: "address"; ip: string }
);

export type FoundKind = Found["kind"];
