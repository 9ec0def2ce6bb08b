import "server-only";
import type { Readable } from "node:stream";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { type Connection, ConnectionLost, type Pool, PoolExhausted } from "@/db/connection";
import type { DirectoryHit, DirectoryKind, DirectoryRow } from "@/lib/foundation/directory";
import { DomainError } from "@/lib/foundation/errors";
import type { Fence, PlatformFence } from "@/lib/foundation/fence";
import { type Entry, entryOf } from "@/lib/foundation/fence-entry";
import { runInsideTransaction } from "@/lib/foundation/outside-transaction";
import { exportPool, pool } from "@/lib/foundation/pools";
import { isDatabaseLoss, serverError } from "@/lib/foundation/sql-errors";
import { textArray } from "@/lib/foundation/text-array";

export type Tx = Omit<PostgresJsDatabase, "transaction" | "$client" | "query">;

/** The answer to COMMIT never came: the change may stand. Only its idempotency row can tell; never retried blindly. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
}
class TransactionOver extends Error {
  override readonly name = "TransactionOver";
}
class AlreadyAborted extends Error {
  override readonly name = "AlreadyAborted";
}

const transactionMs = 10_000;
/** A file that somebody fetches over a slow line still ends. */
const exportMs = 600_000;
/** For dialling, BEGIN and the context: a server that does not answer at all is given up long before its limits. */
const entryMs = 2_000;
const exportLimits = "set local statement_timeout = '10min'; set local idle_in_transaction_session_timeout = '60s'";
const begin = {
  write: "begin",
  claim: "begin",
  read: "begin read only",
  question: "begin read only",
  export: `begin read only; ${exportLimits}`,
};
type Mode = keyof typeof begin;

/** A client that speaks only while its transaction lives: a stray branch of a failed `Promise.all` finds it dead. */
function handleOf(client: postgres.Sql) {
  let alive = true;
  const handle = {
    options: client.options,
    unsafe: (query: string, params?: postgres.ParameterOrJSON<never>[]) => {
      if (!alive) throw new TransactionOver("this transaction is over");
      return client.unsafe(query, params, { prepare: true });
    },
  };
  return { tx: drizzle(handle as unknown as postgres.Sql) as Tx, kill: () => (alive = false) };
}

async function acquire(from: Pool): Promise<Connection> {
  try {
    return await from.acquire();
  } catch (cause) {
    if (cause instanceof PoolExhausted) throw new DomainError("unavailable", "database", { cause });
    throw cause;
  }
}

async function commit(run: Run, client: postgres.Sql): Promise<void> {
  const end = await run(client.unsafe("commit")).catch((error: unknown) => {
    throw serverError(error)?.severity === "ERROR"
      ? error
      : new OutcomeUnknown("COMMIT was not answered", { cause: error });
  });
  // After a swallowed error PostgreSQL answers ROLLBACK, and the driver calls that success.
  if (end.command !== "COMMIT") throw new AlreadyAborted("the transaction was already aborted");
}

function giveUpAfter(ms: number, connection: Connection, why: string): NodeJS.Timeout {
  return setTimeout(() => connection.kill(new ConnectionLost(why)), ms);
}

type CopyOut = (query: string) => Promise<Readable>;

/** A last statement that is sent together with COMMIT; its answer is the transaction's. */
class AlongWithCommit<T> {
  readonly last: Promise<T>;
  constructor(last: Promise<T>) {
    this.last = last;
  }
}

/** Resolves before anything is sent, after all has been said that waits for nothing. */
const allThatNeedsNoAnswer = () => new Promise<void>((resolve) => process.nextTick(resolve));

type Run = <R>(promise: PromiseLike<R>) => Promise<R>;

/** A connection of the pool for as long as the work takes. What it waits for by `run` ends with the connection. */
async function withConnection<T>(
  from: Pool,
  deadlineMs: number,
  work: (connection: Connection, run: Run) => Promise<T>,
): Promise<T> {
  const connection = await acquire(from);
  const lost = new Promise<never>((_, reject) => {
    connection.fail = reject;
  });
  lost.catch(() => undefined);
  const deadline = giveUpAfter(deadlineMs, connection, "transaction deadline");
  try {
    if (connection.dead) throw connection.dead;
    return await work(connection, (promise) => Promise.race([promise, lost]));
  } catch (error) {
    throw asDomainError(error);
  } finally {
    clearTimeout(deadline);
    connection.fail = undefined;
    // The pool it came from: another may have been opened meanwhile, for another database even.
    from.release(connection);
  }
}

function inTransaction<E, T>(
  mode: Mode,
  entry: Entry,
  work: (tx: Tx, entered: Promise<E>, copyOut: CopyOut) => Promise<T | AlongWithCommit<T>>,
): Promise<T> {
  const isExport = mode === "export";
  return withConnection(
    isExport ? exportPool() : pool(),
    isExport ? exportMs : transactionMs,
    async (connection, run) => {
      const { client } = connection;
      const entering = giveUpAfter(entryMs, connection, "no answer to BEGIN");
      const { tx, kill } = handleOf(client);
      try {
        // Sent together: the driver pipelines them, which saves a round trip.
        const entered = Promise.all([
          client.unsafe(begin[mode]),
          client.unsafe(entry.sql, entry.params, { prepare: true }),
        ]).then(([, rows]) => {
          clearTimeout(entering);
          return rows[0] as E;
        });
        entered.catch(() => undefined);
        // A read goes along before the entry is answered, which saves another: where the entry is refused, the aborted
        // transaction answers nothing. A write waits, for what it does beside the database; a claim begins with a read.
        if (mode === "write") await run(entered);
        // Drizzle's queries run once for each `then`: `async` makes one promise of them.
        const working = runInsideTransaction(async () => work(tx, entered, (query) => connection.copyOut(query)));
        working.catch(() => undefined);
        if (mode === "question") {
          await allThatNeedsNoAnswer();
          kill();
          const committed = commit(run, client);
          // Whatever was refused first is what is thrown.
          committed.catch(() => undefined);
          await run(entered);
          const answer = await run(working);
          await committed;
          return answer as T;
        }
        await run(entered);
        const value = await run(working);
        kill();
        // Lost before COMMIT was said: nothing was changed, and that is certain.
        if (connection.dead) throw connection.dead;
        if (value instanceof AlongWithCommit) return (await Promise.all([run(value.last), commit(run, client)]))[0];
        await commit(run, client);
        return value;
      } catch (error) {
        kill();
        if (!connection.dead) await run(client.unsafe("rollback")).catch(() => connection.kill());
        throw error;
      } finally {
        clearTimeout(entering);
      }
    },
  );
}

/** The database is away or too slow and nothing was changed, or what the work threw itself. */
function asDomainError(error: unknown): unknown {
  const isAway = error instanceof ConnectionLost || isDatabaseLoss(error);
  if (!isAway || error instanceof OutcomeUnknown) return error;
  return new DomainError("unavailable", "database", { cause: error });
}

/** One write transaction behind the fence: commits when `work` resolves, rolls back and rethrows its first error. */
export function withTransaction<T>(fence: Fence, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("write", entryOf(fence), work);
}

/** One read-only snapshot behind the fence. */
export function withReadTransaction<T>(fence: Fence, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("read", entryOf(fence), work);
}

/**
 * One read-only snapshot behind the fence for questions that are all known before the first is answered: context,
 * questions and COMMIT are sent together. A question that comes later is refused (`TransactionOver`).
 */
export function askAtOnce<T>(fence: Fence, ask: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("question", entryOf(fence), ask);
}

/** One read-only snapshot behind the fence that may take minutes, as adding a whole ledger up anew does. */
export function withLongRead<T>(fence: Fence, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("export", entryOf(fence), work);
}

/**
 * One read-only snapshot behind the fence whose answer is too long to hold: `ask` says the query, its values already
 * quoted, and `use` takes the bytes of `copy (query) to stdout` as they come. Its connections are a few of their own.
 */
export function withExport(
  fence: Fence | PlatformFence,
  ask: (tx: Tx) => Promise<{ query: string; options: string }>,
  use: (rows: Readable) => Promise<void>,
): Promise<void> {
  return inTransaction("export", entryOf(fence), async (tx, _entered, copyOut) => {
    const { query, options } = await ask(tx);
    await use(await copyOut(`copy (${query}) to stdout with (${options})`));
  });
}

export function withPlatformTransaction<T>(fence: PlatformFence, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("write", entryOf(fence), work);
}

export function withPlatformRead<T>(fence: PlatformFence, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("read", entryOf(fence), work);
}

const entryByKey = (kind: DirectoryKind, key: string): Entry => ({
  sql: "select * from auth.enter_by_key($1, $2)",
  params: [kind, key],
});

/**
 * Reads before anybody is known: opens scope `lookup` for the one owner of exactly this key. For an unknown key
 * `work` still runs, in a scope that sees no row, so that both ways cost the same statements.
 *
 * @param along a question sent with the key, before it is known what that opens; it saves a round trip
 */
export function enterByKey<T, A>(
  kind: DirectoryKind,
  key: string,
  work: (tx: Tx, hit: DirectoryHit | undefined, answer: A | undefined) => Promise<T>,
  along?: (tx: Tx) => Promise<A | undefined>,
): Promise<T> {
  return inTransaction<DirectoryRow, T>("read", entryByKey(kind, key), async (tx, entered) => {
    const [answer, row] = await Promise.all([along?.(tx), entered]);
    const hit = row.found ? { accountId: row.account_id, subAccountId: row.sub_account_id } : undefined;
    return work(tx, hit, answer);
  });
}

/** The same for questions that need not know what the key opens, sent as those of `askAtOnce` are. */
export function askByKey<T>(kind: DirectoryKind, key: string, ask: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction("question", entryByKey(kind, key), ask);
}

/**
 * The same for the owners of several access keys at once, and for the one thing that is written before anybody is
 * known: `judge` decides on the answer, and what it claims is sent together with COMMIT. The value stands where nothing
 * is claimed.
 */
export function enterAsSigners<T, A>(
  accessKeyIds: readonly string[],
  {
    ask,
    judge,
  }: { ask: (tx: Tx) => Promise<A>; judge: (answer: A) => { value: T } | { claim: (tx: Tx) => Promise<T> } },
): Promise<T> {
  const entry = { sql: "select auth.enter_signers($1)", params: [textArray(accessKeyIds)] };
  return inTransaction("claim", entry, async (tx) => {
    const judged = judge(await ask(tx));
    return "claim" in judged ? new AlongWithCommit(judged.claim(tx)) : judged.value;
  });
}

/**
 * For calls that hold by what is kept of their keys: their nonces are spent where their accounts are unchanged. The one
 * statement is its own transaction: it opens no context, and its answer, which is JSON, says that it was committed.
 */
export function claimAsKept(params: string[]): Promise<string> {
  const claim = "select auth.claim_as_kept($1, $2, $3, $4, $5, $6) as answer";
  return withConnection(pool(), transactionMs, async ({ client }, run) => {
    const [row] = await run(client.unsafe(claim, params, { prepare: true }));
    return row?.answer;
  });
}
