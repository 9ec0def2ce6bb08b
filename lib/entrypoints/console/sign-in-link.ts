import "server-only";
import { env } from "@/lib/foundation/env";
import { paths } from "./paths";

/** Where the sub-accounts of an account sign in, as it is handed over: complete with scheme and host. */
export function signInLink({ alias }: { alias: string }): string {
  return `${env().origin}${paths.door(alias)}`;
}
