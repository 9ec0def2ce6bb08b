import "server-only";
import { eq, sql } from "drizzle-orm";
import { serverCredentials } from "@/db/schema/server-credentials";
import { noteInBackground } from "@/lib/domain/access-keys/record-key-use";
import { isCredential } from "@/lib/foundation/credential-format";
import { hashToken } from "@/lib/foundation/tokens";
import { askByKey, type Tx } from "@/lib/foundation/transaction";
import { findAskingServer, keysLetIn } from "./lookups";
import { recordServerAsked } from "./record-server-asked";
import { writeAuthorizedKeysLine } from "./write-authorized-keys-line";

interface Question {
  credential: string;
  login: string;
  fingerprint: string;
  now: Date;
  /** Where the server asks from. */
  ip: string;
}

/**
 * The lines that let a key in under a login, on the server that asks: none where anything is in doubt, be it the key,
 * its owner, what is decided about its workspace, the
 * account or the grant. Undefined: the credential is nobody's. Read anew for every login, in one round
 * trip and one snapshot.
 */
export async function listAuthorizedKeys(question: Question): Promise<string | undefined> {
  const { credential, now, ip } = question;
  if (!isCredential("server", credential)) return undefined;
  const tokenHash = hashToken(credential);
  const answer = await askByKey("server", tokenHash, (tx) => readAnswer(tx, tokenHash, question));
  if (!answer) return undefined;
  const { server, account, found } = answer;
  noteInBackground(recordServerAsked(server, { now, ip }));
  if (account.verification !== "approved") return "";
  return found
    .filter(({ key, state, decided }) => state === "active" && decided !== "suspended" && isCurrent(key, now))
    .map(({ key, networks }) => writeAuthorizedKeysLine({ ...key, networks }, now))
    .join("");
}

const isCurrent = ({ expiresAt }: { expiresAt: Date | null }, now: Date) => expiresAt === null || expiresAt > now;

/** Asked together with the directory, before it is known whose the credential is. */
async function readAnswer(tx: Tx, tokenHash: string, { login, fingerprint, now }: Question) {
  const accountId = sql`(select app.account_id())`;
  const serverId = sql`(select ${serverCredentials.serverId} from ${serverCredentials}
    where ${eq(serverCredentials.accountId, accountId)} and ${eq(serverCredentials.tokenHash, tokenHash)})`;
  const [asking, found] = await Promise.all([
    findAskingServer(tx, tokenHash, now),
    keysLetIn(tx, accountId, { serverId, login, fingerprint }),
  ]);
  return asking && { ...asking, found };
}
