import "server-only";

/** What is handed over of one person, as it lies sealed. */
export interface Kit {
  password?: string | undefined;
  token?: string | undefined;
  accessKeyId?: string;
  accessKeySecret?: string;
}

/** What a sub-account's user is given, exactly (product.md, Delivery). */
export interface HandOver {
  signInLink: string;
  alias: string;
  /** `<account>#<name>`; the name alone signs in as well. */
  fullName: string;
  name: string;
  /** One of the two; both empty where it was shown before or console sign-in is off. */
  password: string;
  claimLink: string;
  /** Both empty where no AccessKey was created with it. */
  accessKeyId: string;
  accessKeySecret: string;
  consoleSignIn: boolean;
  ownAccessKeys: boolean;
}

/**
 * A line each below stable English heads: UTF-8 with its mark, CRLF. The password is written as it is, never guarded
 * against formulas: a changed password does not sign in, and whoever downloads it is the one who set it.
 */
export function writeHandOverFile(handOvers: readonly HandOver[]): string {
  const lines = handOvers.map(columnsOf);
  return `\ufeff${lineOf(Object.keys(lines[0] ?? {}))}${lines.map((line) => lineOf(Object.values(line))).join("")}`;
}

function columnsOf(handOver: HandOver) {
  const { signInLink, alias, fullName, name, password, claimLink, consoleSignIn, ownAccessKeys } = handOver;
  const { accessKeyId, accessKeySecret } = handOver;
  return {
    sign_in_link: guarded(signInLink),
    alias: guarded(alias),
    user_name: guarded(fullName),
    sub_account: guarded(name),
    password,
    claim_link: guarded(claimLink),
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    console_sign_in: yesOrNo(consoleSignIn),
    own_access_keys: yesOrNo(ownAccessKeys),
  };
}

const yesOrNo = (yes: boolean) => (yes ? "yes" : "no");
const guarded = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const lineOf = (cells: string[]) => `${cells.map(cell).join(",")}\r\n`;
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
