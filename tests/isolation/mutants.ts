interface Mutant {
  name: string;
  sql: string;
  tables: readonly string[];
  /** It shows only when a transaction commits: tried on a copy of the database. */
  commits?: true;
  /** The identity that gains something. */
  as: string;
  /** The lock that must notice: words of a line of the report. */
  caughtAs: RegExp;
}

const replaceGate = (table: string, using: string, check: string, kind = "restrictive") =>
  `drop policy gate on app.${table};
   create policy gate on app.${table} as ${kind} for all to public using (${using}) with check (${check});`;

/** Rewrites a function of the schema in place: throws where the text to change is not there. */
const rewrite = (signature: string, from: string, to: string) => `
  do $mutate$
  declare before text := pg_get_functiondef('${signature}'::regprocedure);
  begin
    if position($from$${from}$from$ in before) = 0 then raise 'nothing to mutate in ${signature}'; end if;
    execute replace(before, $from$${from}$from$, $to$${to}$to$);
  end $mutate$;`;

const account = "account_id = (select app.account_id())";
const sub = "(select app.scope()) = 'account' or sub_account_id = (select app.sub_account_id())";
const anyScope = "(select app.scope()) is not null";

/** What a careless migration or a hurried fix could do to the fence, one at a time. */
export const mutants: readonly Mutant[] = [
  {
    name: "the gate dropped",
    sql: "drop policy gate on app.sub_accounts",
    tables: ["sub_accounts"],
    as: "root user of A",
    caughtAs: /root user of A: sub_accounts select B\/one → 1/,
  },
  {
    name: "the gate permissive",
    sql: replaceGate("reset_links", `${account} and (${sub})`, `${account} and (${sub})`, "permissive"),
    tables: ["reset_links"],
    as: "root user of A",
    caughtAs: /root user of A: reset_links select B\/root → 1/,
  },
  {
    name: "row-level security disabled",
    sql: "alter table app.root_users disable row level security",
    tables: ["root_users"],
    as: "no context",
    caughtAs: /no context: root_users select A\/root → 1/,
  },
  {
    name: "FORCE dropped",
    sql: "alter table app.identity_verifications no force row level security",
    tables: ["identity_verifications"],
    as: "owner without maintenance",
    caughtAs: /owner without maintenance: identity_verifications select/,
  },
  {
    name: "WITH CHECK weakened to true",
    sql: replaceGate("reserved_names", account, "true"),
    tables: ["reserved_names"],
    as: "root user of A",
    caughtAs: /root user of A: reserved_names insert B\/root → 1/,
  },
  {
    name: "WITH CHECK that forgets the sub-account",
    sql: replaceGate("sessions", `${account} and (${sub})`, account),
    tables: ["sessions"],
    as: "A/one itself",
    caughtAs: /A\/one itself: sessions insert A\/two → 1/,
  },
  {
    name: "the account predicate forgotten",
    sql: replaceGate("reserved_names", "(select app.scope()) = 'account'", account),
    tables: ["reserved_names"],
    as: "root user of A",
    caughtAs: /root user of A: reserved_names select B\/root → 1/,
  },
  {
    name: "the sub-account predicate forgotten",
    sql: replaceGate("sessions", account, `${account} and (${sub})`),
    tables: ["sessions"],
    as: "A/one itself",
    caughtAs: /A\/one itself: sessions select A\/two → 1/,
  },
  {
    name: "null taken for one's own: sub-accounts see root's rows",
    sql: replaceGate("audit_events", `${account} and (sub_account_id is null or ${sub})`, `${account} and (${sub})`),
    tables: ["audit_events"],
    as: "A/one itself",
    caughtAs: /A\/one itself: audit_events select A\/root → 1/,
  },
  {
    name: "any context sees platform tables",
    sql: replaceGate("operators", anyScope, "(select app.scope()) = 'platform'"),
    tables: ["operators"],
    as: "root user of A",
    caughtAs: /root user of A: operators select platform → 1/,
  },
  {
    name: "operators read credentials across accounts",
    sql: replaceGate("root_users", `${account} or (select app.scope()) = 'platform'`, account),
    tables: ["root_users"],
    as: "platform",
    caughtAs: /platform: root_users select A\/root → 1/,
  },
  {
    name: "a lookup opens a table that did not opt in",
    sql: replaceGate(
      "reveals",
      `${account} and (${sub} or (select app.scope()) = 'lookup')`,
      `${account} and (${sub})`,
    ),
    tables: ["reveals"],
    as: "lookup by the alias of A",
    caughtAs: /lookup by the alias of A: reveals select A\/root → 1/,
  },
  {
    name: "verified signatures show a signer's whole account",
    sql: replaceGate("access_keys", "account_id = any ((select app.signing_accounts())::uuid[])", account),
    tables: ["access_keys"],
    as: "the signers A/one and B's root user",
    caughtAs: /the signers A\/one and B's root user: access_keys select A\/two → 1/,
  },
  {
    name: "signers whose list is not the sealed one",
    sql: rewrite("app.signers(int)", "app.ctx(4) is distinct from", "null ="),
    tables: ["access_keys"],
    as: "signers edited to a sibling",
    caughtAs: /signers edited to a sibling: access_keys select A\/two → 1/,
  },
  {
    name: "a verb more than the class gives",
    sql: `grant delete on app.policy_attachments to espalier_app; drop policy may_delete on app.policy_attachments;
          create policy may_delete on app.policy_attachments for delete to espalier_app using (true)`,
    tables: ["policy_attachments"],
    as: "A/one itself",
    caughtAs: /A\/one itself: policy_attachments delete A\/one → 1/,
  },
  {
    name: "a simple foreign key",
    sql: `alter table app.sub_accounts add unique (id);
          alter table app.policy_attachments drop constraint policy_attachments_account_id_sub_account_id_sub_accounts_account_id_id_fk;
          alter table app.policy_attachments add foreign key (sub_account_id) references app.sub_accounts (id)`,
    tables: ["policy_attachments"],
    as: "root user of A",
    caughtAs: /root user of A: policy_attachments hang A\/one .* on B\/one → 1/,
  },
  {
    name: "a context whose seal is not checked",
    sql: rewrite("app.ctx(int)", "split_part(c, '|', 7) is distinct from mac", "false"),
    tables: ["sub_accounts"],
    as: "context edited to another account",
    caughtAs: /context edited to another account: sub_accounts select B\/one → 1/,
  },
  {
    name: "a context that is not bound to its transaction",
    sql: rewrite("app.ctx(int)", "or split_part(c, '|', 6) <> extract(epoch from now())::text", ""),
    tables: ["sub_accounts"],
    commits: true,
    as: "context replayed from an earlier transaction of the same backend",
    caughtAs: /replayed from an earlier transaction of the same backend: sub_accounts select A\/one → 1/,
  },
  {
    name: "a context that is not bound to its backend and transaction",
    sql: `${rewrite("app.ctx(int)", "or split_part(c, '|', 6) <> extract(epoch from now())::text", "")}
          ${rewrite("app.ctx(int)", "or split_part(c, '|', 5) <> pg_backend_pid()::text", "")}`,
    tables: ["sub_accounts"],
    commits: true,
    as: "context replayed from another backend",
    caughtAs: /replayed from another backend: sub_accounts select A\/one → 1/,
  },
  {
    name: "a proof that never expires",
    sql: rewrite(
      "auth.enter(text,uuid,uuid,text,bigint,bigint,text)",
      "expires >= extract(epoch from clock_timestamp())",
      "true",
    ),
    tables: ["accounts"],
    as: "expired proof",
    caughtAs: /expired proof: entered/,
  },
  {
    name: "a proof nobody checks",
    sql: rewrite(
      "auth.enter(text,uuid,uuid,text,bigint,bigint,text)",
      "and proof =",
      "and proof is not null or proof =",
    ),
    tables: ["accounts"],
    as: "proof for another account",
    caughtAs: /proof for another account: entered/,
  },
  {
    name: "a disabled sub-account that enters",
    sql: rewrite("auth.enter(text,uuid,uuid,text,bigint,bigint,text)", "and s.state = 'active'", ""),
    tables: ["accounts"],
    as: "disabled sub-account",
    caughtAs: /disabled sub-account: entered/,
  },
  {
    name: "an authority epoch nobody compares",
    sql: rewrite("auth.enter(text,uuid,uuid,text,bigint,bigint,text)", "a.authority_epoch <> epoch", "false"),
    tables: ["accounts"],
    as: "stale authority epoch",
    caughtAs: /stale authority epoch: entered/,
  },
  {
    name: "a second context in one transaction",
    sql: rewrite("auth.enter(text,uuid,uuid,text,bigint,bigint,text)", "<> ''", "= 'never'"),
    tables: ["accounts"],
    as: "second context after a lookup",
    caughtAs: /second context after a lookup: entered/,
  },
  {
    name: "set_config(…, false): the context outlives its transaction",
    sql: rewrite(
      "auth.enter(text,uuid,uuid,text,bigint,bigint,text)",
      "'hex'), true) into sealed",
      "'hex'), false) into sealed",
    ),
    tables: ["accounts"],
    commits: true,
    as: "root user of A in the next transaction",
    caughtAs: /could not enter → 42501/,
  },
  {
    name: "maintenance granted to the application",
    sql: "alter function auth.enter_maintenance() security definer; grant execute on function auth.enter_maintenance() to espalier_app",
    tables: ["accounts"],
    as: "maintenance, asked for by the application",
    caughtAs: /maintenance, asked for by the application: entered/,
  },
];
