import "server-only";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { boundedQueue } from "@/lib/foundation/bounded-queue";
import { DomainError } from "@/lib/foundation/errors";

interface Limits {
  milliseconds: number;
  megabytes: number;
  megapixels: number;
  outputBytes: number;
}

/** 50 megapixels decode to 200 MB where the picture must be turned, and Node itself takes 60. */
export const reencodingLimits: Limits = {
  milliseconds: 20_000,
  megabytes: 512,
  megapixels: 50,
  outputBytes: 20 * 2 ** 20,
};

/**
 * Located from the working directory, which is the repository's root for `npm start`, tests and the command line:
 * inside Next's bundle `import.meta.url` points into `.next`, where a script that nobody imports does not exist.
 */
const script = join(process.cwd(), "lib/domain/identity-verification/reencode-image-child.mjs");

const inQueue = boundedQueue({
  atOnce: 2,
  waiting: 20,
  refuse: () => new DomainError("unavailable", "identity-verification"),
});

/** The same picture with nothing but its pixels, or null where it cannot be decoded within the limits. */
export function reencodeImage(
  bytes: Buffer,
  format: "jpeg" | "png",
  limits: Limits = reencodingLimits,
): Promise<Buffer | null> {
  return inQueue(() => runChild(bytes, format, limits));
}

function runChild(bytes: Buffer, format: "jpeg" | "png", limits: Limits): Promise<Buffer | null> {
  const { promise, resolve } = Promise.withResolvers<Buffer | null>();
  const child = spawn(
    process.execPath,
    ["--max-old-space-size=96", script, format, String(limits.megabytes), String(limits.megapixels)],
    // An empty environment: what takes over the child finds no secret in it.
    {
      env: { NODE_ENV: "production" },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: limits.milliseconds,
      killSignal: "SIGKILL",
    },
  );
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limits.outputBytes) child.kill("SIGKILL");
    else chunks.push(chunk);
  });
  child.on("error", () => resolve(null));
  child.on("close", (code) => resolve(code === 0 && size > 0 ? Buffer.concat(chunks) : null));
  // The child may be gone before it has read everything; its exit says why.
  child.stdin.on("error", () => {});
  child.stdin.end(bytes);
  return promise;
}
