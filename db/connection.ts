import net from "node:net";
import type { Readable } from "node:stream";
import postgres from "postgres";
import { parseDatabaseUrl } from "./database-url";

export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}
export class PoolExhausted extends Error {
  override readonly name = "PoolExhausted";
}

/**
 * One socket, one life. The driver would dial again behind our back when a backend dies, and the callback of the
 * lost transaction would then run its late queries inside another account's (postgres#1216): the second dial is refused.
 */
export interface Connection {
  readonly client: postgres.Sql;
  dead: Error | undefined;
  /** Set while a transaction waits on this connection: told once, when the socket is lost. */
  fail: ((cause: Error) => void) | undefined;
  /** Rows of a `copy … to stdout`. Left unread, they hold the socket up for good: then the connection goes. */
  copyOut(query: string): Promise<Readable>;
  kill(cause?: Error): void;
}

interface PoolOptions {
  size: number;
  queue: number;
  acquireMs: number;
}

export interface Pool {
  readonly url: string;
  acquire(): Promise<Connection>;
  release(connection: Connection): void;
  close(): Promise<void>;
}

/** Of every statement and every wait; a transaction that may take longer says so. */
const limits = { statement_timeout: 5_000, lock_timeout: 2_000, idle_in_transaction_session_timeout: 10_000 };

function openSocket(target: ReturnType<typeof parseDatabaseUrl>): net.Socket {
  return target.socketPath ? net.connect(target.socketPath) : net.connect(target.port, target.host ?? "127.0.0.1");
}

function dial(url: string): Connection {
  const target = parseDatabaseUrl(url);
  let socket: net.Socket | undefined;
  const connection: Connection = {
    client: undefined as unknown as postgres.Sql,
    dead: undefined,
    fail: undefined,
    async copyOut(query) {
      const rows = await connection.client.unsafe(query).readable();
      // The driver pauses its socket when a reader lags, and forgets to go on once the last row has come.
      rows.once("end", () => socket?.resume());
      rows.once("close", () => {
        if (!rows.readableEnded) connection.kill();
      });
      return rows;
    },
    kill(cause = new ConnectionLost("connection lost")) {
      if (connection.dead) return;
      connection.dead = cause;
      socket?.destroy();
      connection.fail?.(cause);
    },
  };
  const options = {
    ...(target.host ? { host: target.host } : {}),
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    ...(target.ssl ? { ssl: target.ssl } : {}),
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    connect_timeout: 3,
    connection: { application_name: "espalier", ...limits },
    onnotice: () => undefined,
    onclose: () => connection.kill(),
    socket: () => {
      if (socket) {
        connection.kill();
        throw connection.dead;
      }
      const opened = openSocket(target);
      socket = opened;
      return new Promise<net.Socket>((resolve, reject) => {
        opened.once("connect", () => resolve(opened));
        opened.once("error", reject);
      });
    },
  };
  // The driver's types do not know its own `socket` option.
  Object.assign(connection, { client: postgres(options as postgres.Options<Record<string, never>>) });
  return connection;
}

interface Waiter {
  take(connection: Connection): void;
  refuse(error: Error): void;
}

/** Connections are dialled on demand, handed to the longest waiter, and dropped, never repaired, once dead. */
export function openPool(url: string, { size, queue, acquireMs }: PoolOptions): Pool {
  const idle: Connection[] = [];
  const waiting: Waiter[] = [];
  const all = new Set<Connection>();

  const fresh = () => {
    const connection = dial(url);
    all.add(connection);
    return connection;
  };

  return {
    url,
    async acquire() {
      for (let connection = idle.pop(); connection; connection = idle.pop()) {
        if (!connection.dead) return connection;
        all.delete(connection);
      }
      if (all.size < size) return fresh();
      if (waiting.length >= queue) throw new PoolExhausted("too many transactions wait for a connection");
      return new Promise<Connection>((resolve, reject) => {
        const waiter: Waiter = {
          take: (connection) => {
            clearTimeout(timer);
            resolve(connection);
          },
          refuse: reject,
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(new PoolExhausted("no connection became free in time"));
        }, acquireMs);
        waiting.push(waiter);
      });
    },
    release(connection) {
      if (connection.dead) {
        all.delete(connection);
        void connection.client.end({ timeout: 0 }).catch(() => undefined);
      }
      const waiter = waiting.shift();
      if (waiter) waiter.take(connection.dead ? fresh() : connection);
      else if (!connection.dead) idle.push(connection);
    },
    async close() {
      for (const waiter of waiting.splice(0)) waiter.refuse(new PoolExhausted("the pool is closed"));
      for (const connection of all) connection.kill(new ConnectionLost("the pool is closed"));
      await Promise.all([...all].map((connection) => connection.client.end({ timeout: 0 }).catch(() => undefined)));
      all.clear();
      idle.length = 0;
    },
  };
}
