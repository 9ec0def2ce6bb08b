type Scope = "self" | "account" | "platform" | "lookup";
type Writes = { insert?: readonly Scope[]; update?: readonly Scope[]; delete?: readonly Scope[] };

/**
 * Who may see a row. `workspace`: its sub-account and scope `account`. `account`: scope `account` only. `shared`: any
 * scope of the account. `platform`: no account owns it. `reads` lists scopes let in beside those of the class;
 * `signers`: while signed calls are verified, for the owners of their keys; `accounts`: everybody in any account.
 */
export interface TableClass {
  class: "workspace" | "account" | "shared" | "platform";
  /** The column that names the sub-account of a workspace row. */
  sub?: string;
  reads?: readonly ("platform" | "lookup" | "signers" | "accounts")[];
  writes: Writes;
  /** SQL: of which rows alone may be deleted what `writes.delete` lets go. */
  deletable?: string;
  /** Money: written by the owner's posting functions alone; the serving role only reads. */
  posted?: true;
}

const anyOfAccount = ["self", "account"] as const;
const accountOnly = ["account"] as const;
const platformOnly = ["platform"] as const;
const postedWrites = { insert: accountOnly, update: accountOnly } as const;
const ofSubAccount = { class: "workspace", sub: "sub_account_id" } as const;

/** Policies, catalog gate and isolation tests derive from this list; a table without a line is refused. */
export const tableClasses: Record<string, TableClass> = {
  accounts: {
    class: "shared",
    reads: ["platform", "lookup", "signers"],
    writes: { insert: accountOnly, update: accountOnly },
  },
  root_users: { class: "account", reads: ["lookup", "signers"], writes: { insert: accountOnly, update: accountOnly } },
  sub_accounts: {
    class: "workspace",
    sub: "id",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, update: anyOfAccount, delete: accountOnly },
  },
  sub_account_counters: {
    class: "account",
    reads: ["platform"],
    writes: { insert: accountOnly, update: accountOnly },
  },
  reserved_names: { class: "account", writes: { insert: accountOnly } },
  sub_account_labels: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  bulk_runs: { class: "account", writes: { insert: accountOnly, update: accountOnly, delete: accountOnly } },
  bulk_rows: { class: "account", writes: { insert: accountOnly, update: accountOnly, delete: accountOnly } },
  login_profiles: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: accountOnly, update: anyOfAccount, delete: accountOnly },
  },
  password_history: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, delete: anyOfAccount },
  },
  policy_attachments: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, delete: accountOnly },
  },
  policies: {
    class: "account",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  policy_versions: {
    class: "account",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, delete: accountOnly },
  },
  groups: {
    class: "account",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  group_members: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, delete: accountOnly },
  },
  group_policy_attachments: {
    class: "account",
    reads: ["lookup", "signers"],
    writes: { insert: accountOnly, delete: accountOnly },
  },
  sessions: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: accountOnly },
  },
  ssh_keys: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  servers: {
    class: "account",
    reads: ["platform", "lookup"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  server_credentials: {
    class: "account",
    reads: ["lookup"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  server_grants: {
    ...ofSubAccount,
    reads: ["lookup"],
    writes: { insert: accountOnly, delete: accountOnly },
  },
  reset_links: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: accountOnly },
  },
  reveals: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  access_keys: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup", "signers"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  challenges: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  mfa_devices: { class: "account", writes: { insert: accountOnly, delete: accountOnly } },
  second_factors: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  recovery_codes: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  trusted_devices: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: anyOfAccount },
  },
  // Wrapped by a key the database never sees; a signed call opens its secret before its caller is known.
  data_keys: {
    class: "shared",
    reads: ["platform", "lookup", "signers"],
    writes: { insert: anyOfAccount, update: accountOnly },
  },
  notifications: {
    class: "workspace",
    sub: "sub_account_id",
    reads: ["lookup"],
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: accountOnly },
  },
  notification_choices: {
    class: "workspace",
    sub: "sub_account_id",
    writes: { insert: anyOfAccount, update: anyOfAccount, delete: accountOnly },
  },
  identity_verifications: {
    class: "account",
    reads: ["platform"],
    writes: { insert: accountOnly, update: accountOnly },
  },
  identity_documents: {
    class: "account",
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  idempotency_keys: { class: "shared", reads: ["platform"], writes: { insert: anyOfAccount, delete: accountOnly } },
  audit_events: { class: "workspace", sub: "sub_account_id", reads: ["platform"], writes: { insert: anyOfAccount } },
  operators: { class: "platform", reads: ["lookup"], writes: { insert: platformOnly, update: platformOnly } },
  operator_sessions: { class: "platform", reads: ["lookup"], writes: { insert: platformOnly, update: platformOnly } },
  operator_challenges: {
    class: "platform",
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  operator_second_factors: {
    class: "platform",
    reads: ["lookup"],
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  operator_recovery_codes: {
    class: "platform",
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  operator_audit_events: { class: "platform", writes: { insert: platformOnly } },
  service_keys: { class: "platform", reads: ["lookup"], writes: { insert: platformOnly, update: platformOnly } },
  set_up_links: { class: "platform", writes: { insert: platformOnly, update: platformOnly } },
  sign_ups: {
    class: "platform",
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  throttle_buckets: {
    class: "platform",
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  outbox_messages: {
    class: "platform",
    writes: { insert: ["self", "account", "platform"], update: platformOnly, delete: platformOnly },
  },
  resources: { ...ofSubAccount, writes: { insert: accountOnly, update: accountOnly, delete: accountOnly } },
  resource_events: { ...ofSubAccount, writes: { insert: accountOnly, delete: accountOnly } },
  workspace_orders: {
    ...ofSubAccount,
    reads: ["lookup"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  webhook_endpoints: { class: "account", writes: { insert: accountOnly, update: accountOnly, delete: accountOnly } },
  service_endpoints: {
    class: "platform",
    writes: { insert: platformOnly, update: platformOnly, delete: platformOnly },
  },
  webhook_events: {
    ...ofSubAccount,
    reads: ["platform"],
    writes: { insert: anyOfAccount, update: accountOnly, delete: accountOnly },
  },
  webhook_deliveries: {
    class: "account",
    reads: ["platform"],
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
  },
  books: { class: "shared", reads: ["platform"], writes: postedWrites, posted: true },
  billing_periods: { class: "shared", reads: ["platform"], writes: postedWrites, posted: true },
  ledger_accounts: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  transfers: { class: "account", writes: { insert: accountOnly }, posted: true },
  top_ups: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  // One slip for two accounts is found among all of them.
  top_up_evidence: { class: "account", reads: ["platform"], writes: { insert: accountOnly } },
  wallet_acts: { class: "account", writes: postedWrites, posted: true },
  approvals: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  settlement_lines: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  charges: { ...ofSubAccount, writes: { insert: accountOnly }, posted: true },
  charge_reversals: { class: "account", writes: { insert: accountOnly }, posted: true },
  rating_carries: { class: "account", writes: postedWrites, posted: true },
  spend_months: { ...ofSubAccount, writes: postedWrites, posted: true },
  spend_days: { ...ofSubAccount, writes: postedWrites, posted: true },
  spend_day_skus: { ...ofSubAccount, writes: postedWrites, posted: true },
  spend_hours: { class: "account", writes: postedWrites, posted: true },
  usage_events: {
    ...ofSubAccount,
    reads: ["platform"],
    writes: { insert: accountOnly, delete: accountOnly },
    posted: true,
  },
  usage_sources: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  usage_flows: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  quarantined_events: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  billed_resources: { ...ofSubAccount, writes: { insert: accountOnly }, posted: true },
  spend_limits: {
    ...ofSubAccount,
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
    posted: true,
  },
  limit_usages: {
    ...ofSubAccount,
    writes: { insert: accountOnly, update: accountOnly, delete: accountOnly },
    posted: true,
  },
  billing_services: { class: "platform", reads: ["accounts"], writes: { insert: platformOnly, update: platformOnly } },
  skus: { class: "platform", reads: ["accounts"], writes: { insert: platformOnly, update: platformOnly } },
  sku_prices: { class: "platform", reads: ["accounts"], writes: { insert: platformOnly } },
  prices: { class: "platform", reads: ["accounts"], writes: { insert: platformOnly } },
  contract_prices: {
    class: "account",
    reads: ["platform"],
    writes: { insert: accountOnly, delete: accountOnly },
    // What has begun has priced usage.
    deletable: "valid_from > now()",
  },
  recurring_fees: { class: "account", reads: ["platform"], writes: postedWrites, posted: true },
  fee_charges: { class: "account", reads: ["platform"], writes: { insert: accountOnly }, posted: true },
  invoices: { class: "account", writes: { insert: accountOnly }, posted: true },
  invoice_lines: { class: "account", writes: { insert: accountOnly }, posted: true },
};
