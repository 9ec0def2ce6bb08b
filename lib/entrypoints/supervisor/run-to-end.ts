import "server-only";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { spawnNode } from "./spawn-node";

interface Run {
  name: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** What the process printed; throws, with what it said on standard error, unless it ends well. */
export async function runToEnd({ name, args, environment, signal }: Run): Promise<string> {
  signal.throwIfAborted();
  const child = spawnNode(args, environment);
  const abort = () => child.kill("SIGTERM");
  signal.addEventListener("abort", abort);
  try {
    const [output, said, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    signal.throwIfAborted();
    if (exitCode === 0) return output;
    throw new Error(`${name} failed:\n${`${output}${said}`.trim().slice(-6_000)}`);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
