import "server-only";

/** All that a line of a server's `authorized_keys` is made of. */
export interface PermittedKey {
  subAccountId: string;
  type: string;
  /** Canonical base64 of what the parser read; never what was pasted. */
  blob: string;
  expiresAt: Date | null;
  networks: readonly string[];
}

/** Whatever a server keeps, and however wrong its own cache is: no line of ours lets anybody in for longer. */
const lineHours = 24;

/**
 * One line as `sshd` reads it: nothing but a terminal, until the key or the line ends, from where the grant says. The
 * time is UTC, which OpenSSH understands from 9.1 on; an older one refuses the line.
 */
export function writeAuthorizedKeysLine(key: PermittedKey, now: Date): string {
  const { subAccountId, type, blob, expiresAt, networks } = key;
  const lineEnd = new Date(now.getTime() + lineHours * 3_600_000);
  const until = expiresAt && expiresAt < lineEnd ? expiresAt : lineEnd;
  const from = networks.length > 0 ? `,from="${networks.join(",")}"` : "";
  return `restrict,pty,expiry-time="${sshTime(until)}"${from} ${type} ${blob} sub:${subAccountId}\n`;
}

/** `YYYYMMDDHHMMSSZ`. */
function sshTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace(/[-T:]/g, "")}Z`;
}
