import type { World } from "./build-world";

export interface FormRow {
  action: string;
  path: (known: Known) => string;
  /** Whose page it is. */
  as:
    | "nobody"
    | "sign-up"
    | "a sub-account"
    | "a finance user"
    | "a delegated admin"
    | "an unverified account's root user"
    | "an operator"
    | "a new sub-account";
  /** What makes the form sound; hidden fields come from the page. */
  fields: Record<string, string>;
  /** The fields that hostile values are put into. */
  targets: string[];
  /** Kept wrong while another field is tried, so that nothing ever goes through. */
  anchors: [field: string, wrong: string][];
  /** Shown again after a refusal. */
  kept?: string;
  secrets?: string[];
}

export interface Known {
  world: World;
  resetToken: string;
}
