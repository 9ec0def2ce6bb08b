import "server-only";
import type { AccessKeyView } from "@/lib/domain/access-keys/presenter";
import { env } from "@/lib/foundation/env";

interface Snippet {
  name: "env" | "curl" | "sdk";
  text: string;
}

/** Ready to paste; the secret is left to whoever has it. */
export function keySnippets(key: Pick<AccessKeyView, "id" | "ownerName">, origin = env().origin): Snippet[] {
  return [
    { name: "env", text: `ALIBABA_CLOUD_ACCESS_KEY_ID=${key.id}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=` },
    { name: "curl", text: curlSnippet(key, origin) },
    { name: "sdk", text: sdkSnippet(key, origin) },
  ];
}

type Owned = Pick<AccessKeyView, "id" | "ownerName">;

/** What every key may ask: its owner about itself, and the root user, who is no sub-account, about the account. */
const callOf = ({ ownerName }: Owned) =>
  ownerName === null ? { action: "GetAccountAlias", query: "" } : { action: "GetUser", query: `UserName=${ownerName}` };

/** ACS3-HMAC-SHA256 by hand, for any POSIX shell: ram-api/README.md §4. */
function curlSnippet(key: Owned, origin: string): string {
  const { action, query } = callOf(key);
  return `key_id=${key.id}
secret='…'
origin=${origin}
action=${action} query='${query}'

hex() { openssl dgst -sha256 -r "$@" | cut -d ' ' -f 1; }
date=$(date -u +%Y-%m-%dT%H:%M:%SZ) nonce=$(openssl rand -hex 16) hash=$(printf '' | hex)
signed='host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
canonical=$(printf '%s\\n' POST / "$query" "host:\${origin#*://}" "x-acs-action:$action" \\
  "x-acs-content-sha256:$hash" "x-acs-date:$date" "x-acs-signature-nonce:$nonce" \\
  'x-acs-version:2015-05-01' '' "$signed" "$hash")
signature=$(printf 'ACS3-HMAC-SHA256\\n%s' "$(printf %s "$canonical" | hex)" | hex -hmac "$secret")
curl -sS -X POST "$origin/?$query" -H "x-acs-action: $action" -H 'x-acs-version: 2015-05-01' \\
  -H "x-acs-date: $date" -H "x-acs-signature-nonce: $nonce" -H "x-acs-content-sha256: $hash" \\
  -H "Authorization: ACS3-HMAC-SHA256 Credential=$key_id,SignedHeaders=$signed,Signature=$signature"`;
}

function sdkSnippet(key: Owned, origin: string): string {
  const { protocol, host } = new URL(origin);
  const [request, call] =
    key.ownerName === null
      ? ["", "client.getAccountAlias().then(({ body }) => console.log(body));"]
      : [
          ", GetUserRequest",
          `client.getUser(new GetUserRequest({ userName: "${key.ownerName}" })).then(({ body }) => console.log(body.user));`,
        ];
  return `const { default: Ram${request} } = require("@alicloud/ram20150501");
const { Config } = require("@alicloud/openapi-core").$OpenApiUtil;

const client = new Ram(new Config({
  accessKeyId: "${key.id}",
  accessKeySecret: "…",
  endpoint: "${host}",
  protocol: "${protocol.slice(0, -1)}",
}));
${call}`;
}
