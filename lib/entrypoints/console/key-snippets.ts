import "server-only";
import { env } from "@/lib/foundation/env";

/** Ready to paste; the secret is left to whoever has it. */
export function keySnippets(accessKeyId: string): { name: "env" | "sdk"; text: string }[] {
  const { protocol, host } = new URL(env().origin);
  const sdk = `const { default: Ram, GetUserRequest } = require("@alicloud/ram20150501");
const { Config } = require("@alicloud/openapi-core").$OpenApiUtil;

const client = new Ram(new Config({
  accessKeyId: "${accessKeyId}",
  accessKeySecret: "…",
  endpoint: "${host}",
  protocol: "${protocol.slice(0, -1)}",
}));
client.getUser(new GetUserRequest({ userName: "…" })).then(({ body }) => body.user);`;
  const environment = `ALIBABA_CLOUD_ACCESS_KEY_ID=${accessKeyId}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=`;
  return [
    { name: "env", text: environment },
    { name: "sdk", text: sdk },
  ];
}
