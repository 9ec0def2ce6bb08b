import "server-only";
import { parseArgs } from "node:util";
import { DomainError } from "@/lib/foundation/errors";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { sayError } from "@/lib/foundation/say-error";
import type { Command } from "./command";
import { accessKeyCommands } from "./commands/access-keys";
import { accountCommands } from "./commands/accounts";
import { backupCommands } from "./commands/backups";
import { demoCommands } from "./commands/demo";
import { hostCommands } from "./commands/host";
import { keyCommands } from "./commands/keys";
import { operatorCommands } from "./commands/operators";
import { serviceEndpointCommands } from "./commands/service-endpoints";
import { serviceKeyCommands } from "./commands/service-keys";
import { subAccountCommands } from "./commands/sub-accounts";
import { walletCommands } from "./commands/wallet";
import { openDatabase } from "./open-database";

const nouns: Record<string, Record<string, Command>> = {
  operators: operatorCommands,
  accounts: accountCommands,
  "sub-accounts": subAccountCommands,
  "access-keys": accessKeyCommands,
  keys: keyCommands,
  "service-keys": serviceKeyCommands,
  "service-endpoints": serviceEndpointCommands,
  wallet: walletCommands,
  demo: demoCommands,
};
/** Those without a noun. */
const commandsAlone: Record<string, Command> = { ...hostCommands, ...backupCommands };
const exitCodes = { refused: 1, wrongUsage: 2 };

interface Host {
  print(line: string): void;
  complain(line: string): void;
}

/** Runs one command and returns the exit code: 0 done, 1 refused or a fault found, 2 wrong usage. */
export async function runCli(words: readonly string[], host: Host): Promise<number> {
  const found = findCommand(words);
  if (!found) {
    host.complain(usage());
    return exitCodes.wrongUsage;
  }
  const { command, flags } = found;
  let values: ReturnType<typeof parseArgs>["values"];
  try {
    ({ values } = parseArgs({ args: flags, options: { ...command.options, json: { type: "boolean" } } }));
  } catch {
    host.complain(`Usage: npm run -s cli -- ${command.usage} [--json]`);
    return exitCodes.wrongUsage;
  }
  try {
    await command.before?.(values);
    const database = await openDatabase();
    try {
      connectPool(database.appUrl);
      const { json, text, foundFault } = await command.run(values, database);
      if (values.json) host.print(JSON.stringify(json));
      else if (text) host.print(text);
      return foundFault ? exitCodes.refused : 0;
    } finally {
      await closePool();
      await database.close();
    }
  } catch (error) {
    host.complain(wordsOf(error));
    return error instanceof DomainError && error.code === "invalid-input" ? exitCodes.wrongUsage : exitCodes.refused;
  }
}

function findCommand(words: readonly string[]): { command: Command; flags: string[] } | undefined {
  const [noun = "", verb = "", ...rest] = words;
  const alone = commandsAlone[noun];
  if (alone) return { command: alone, flags: words.slice(1) };
  const command = nouns[noun]?.[verb];
  return command && { command, flags: rest };
}

function usage(): string {
  const all = [...Object.values(nouns), commandsAlone].flatMap((commands) => Object.values(commands));
  return ["Usage: npm run -s cli -- <noun> <verb> [--json]", ...all.map((command) => `  ${command.usage}`)].join("\n");
}

/** Where a flag is named otherwise than the field it fills. */
const flagOf: Record<string, string> = {
  accountName: "name",
  companyName: "company",
  displayName: "display-name",
  expiresInDays: "expires-in",
  ownerName: "sub-account",
};

/** The same words as the console's, with the flag they belong to. */
function wordsOf(error: unknown): string {
  if (!(error instanceof DomainError)) return error instanceof Error ? error.message : String(error);
  const { field } = error.details;
  return `${field ? `--${flagOf[field] ?? field}` : error.noun}: ${sayError(error)}`;
}
