import { spawnSync } from "node:child_process";
import { runCli } from "@/lib/entrypoints/cli/main";
import { typescript } from "./node-flags";

interface Told {
  /** 0 done, 1 refused, 2 wrong usage. */
  status: number | null;
  said: string;
  complaint: string;
}

/** The command line as an operator calls it: a process of its own, in this one's environment but for what is given. */
export function callCli(words: readonly string[], variables: Record<string, string> = {}): Told {
  const args = [...typescript, "bin/cli.ts", ...words];
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { status, said: stdout, complaint: stderr };
}

/** The same in this process, which saves a start. Its pool is closed afterwards, as a command's is. */
export async function callCliHere(words: readonly string[]): Promise<Told> {
  const told = { said: "", complaint: "" };
  const status = await runCli(words, {
    print: (line) => {
      told.said += `${line}\n`;
    },
    complain: (line) => {
      told.complaint += `${line}\n`;
    },
  });
  return { status, ...told };
}

/** What `--json` printed, read. */
export const readTold = ({ said, ...rest }: Told) => ({ ...rest, said: said && JSON.parse(said) });
