import "server-only";
import { createHmac } from "node:crypto";
import { ringIds } from "./key-ring";
import { secret } from "./secrets";

/** A secret that opens or proves what the rows hold, told from others by a print that says nothing of it. */
export interface KeyPrint {
  name: string;
  print: string;
}

/** Every master key that opens, and the pepper: without one of them a backup of the rows is no backup. Throws when one is missing. */
export function keyPrints(): KeyPrint[] {
  const pepper = createHmac("sha256", secret("pepper")).update("espalier backup").digest("hex").slice(0, 16);
  return [...ringIds().map((print) => ({ name: "kek", print })), { name: "pepper", print: pepper }];
}
