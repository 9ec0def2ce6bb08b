import { hash, verify } from "@node-rs/argon2";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { connectDirectly } from "@/tests/support/clone-database";
import { fillAccounts } from "./support/fill-accounts";
import { get, send } from "./support/http-client";
import { interleave, repeat } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import { median, quantile } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";

const password = "Espalier-bench-2026";
/** lib/domain/sign-in/hash-password.ts stores these. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 };

/** A whole sign-in against the hash alone, and what other pages feel while every core hashes. */
export async function signIn({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  let server: SpawnedServer | undefined;
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 200 }], await hashPassword(password));
    const cookie = cookieOf(await openBenchSession(database.ownerUrl, "harbor"));
    const names = await namesOf(database.superuserUrl);
    server = await startEspalier({ dataDir: database.dataDir, database });
    const { origin, pid } = server;
    const door = `${origin}/harbor/login`;
    const form = hiddenFields((await get(door)).body.toString());
    const enter = async (turn: number) => {
      const fields = new FormData();
      for (const [name, value] of form) fields.append(name, value);
      fields.append("name", names[turn % names.length] ?? "");
      fields.append("password", password);
      const encoded = new Response(fields);
      const answer = await send(door, {
        method: "POST",
        headers: { origin, "content-type": encoded.headers.get("content-type") ?? "" },
        body: await encoded.text(),
      });
      if (answer.status !== 303)
        throw new Error(`signing in answered ${answer.status}: ${answer.body.subarray(0, 300)}`);
    };
    const phc = await hash(password, cost);
    const ownCpuMs = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    for (let turn = 0; turn < (quick ? 100 : 2_000); turn++) await get(door);
    const measured = await interleave(
      [
        { name: "native argon2id", operate: () => verify(phc, password), cpuMs: ownCpuMs },
        { name: "whole sign-in", operate: enter, cpuMs: () => cpuMsOf(pid, database.pid) },
      ],
      { rounds: 5, count: quick ? 10 : 40, warmUp: quick ? 10 : 100 },
    );
    const others = await feelSaturation(() => get(`${origin}/sub-accounts`, cookie), enter, quick ? 40 : 200);
    const [native, whole] = measured;
    return {
      outcomes: [
        {
          what: "whole sign-in, of native argon2id",
          ratio: (native?.cpuMs ?? Number.NaN) / (whole?.cpuMs ?? Number.NaN),
          sense: "at-least",
          firstRelease: 0.85,
          goal: 0.95,
        },
        {
          what: "p99 of the sub-account list while sign-ins saturate, of its idle p99",
          ratio: others.busy / others.idle,
          sense: "at-most",
          firstRelease: 3,
          goal: 1.5,
        },
      ],
      measured,
      facts: [
        `list p99 idle ${others.idle.toFixed(1)} ms, while sign-ins saturate ${others.busy.toFixed(1)} ms at ${others.perSecond.toFixed(1)} sign-ins/s`,
      ],
    };
  } finally {
    await server?.stop();
    await database.close();
  }
}

/** Idle and busy in turn; busy means more sign-ins under way than the hashing queue lets run at once. */
async function feelSaturation(page: () => Promise<unknown>, enter: (turn: number) => Promise<void>, count: number) {
  const rounds: { idle: number; busy: number; perSecond: number }[] = [];
  await repeat({ operate: page }, count, 1);
  for (let round = 0; round < 5; round++) {
    const idle = quantile(await repeat({ operate: page }, count, 1), 0.99);
    let isOver = false;
    let entered = 0;
    const startedAt = performance.now();
    const crowd = Array.from({ length: 8 }, async () => {
      while (!isOver) await enter(entered++);
    });
    const busy = quantile(await repeat({ operate: page }, count, 1), 0.99);
    isOver = true;
    await Promise.all(crowd);
    rounds.push({ idle, busy, perSecond: (entered * 1000) / (performance.now() - startedAt) });
  }
  const medianOf = (key: "idle" | "busy" | "perSecond") => median(rounds.map((round) => round[key]));
  return { idle: medianOf("idle"), busy: medianOf("busy"), perSecond: medianOf("perSecond") };
}

async function namesOf(superuserUrl: string): Promise<string[]> {
  const sql = connectDirectly(superuserUrl);
  const rows = await sql<{ name: string }[]>`select s.name from app.sub_accounts s join app.login_profiles p
    on p.account_id = s.account_id and p.sub_account_id = s.id where s.state = 'active'`;
  await sql.end();
  return rows.map(({ name }) => name);
}

/** What the form carries besides what a person types: the reference of its server action. */
function hiddenFields(html: string): [name: string, value: string][] {
  const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
  const inputs = html.match(/<form[^>]*method="POST"[\s\S]*?<\/form>/i)?.[0].match(/<input type="hidden"[^>]*>/g) ?? [];
  return inputs.map((input) => [
    unescaped(/name="([^"]*)"/.exec(input)?.[1] ?? ""),
    unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ""),
  ]);
}
