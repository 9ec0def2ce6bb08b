/**
 * Preloaded into every process the supervisor starts. Our standard input is its pipe: when it closes, the supervisor
 * is gone, by `kill -9` perhaps, and nobody would ever stop us. Processes that a child starts inherit the preload but
 * not the pipe, and are left alone.
 */
function leave(): void {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5_000).unref();
}

if (process.env.ESPALIER_SUPERVISOR_PID === String(process.ppid)) {
  process.stdin.once("end", leave).once("error", leave).resume();
  if ("unref" in process.stdin && typeof process.stdin.unref === "function") process.stdin.unref();
}
