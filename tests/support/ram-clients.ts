import { createRequire } from "node:module";
import type * as Ims from "@alicloud/ims20190815";
import type ImsClass from "@alicloud/ims20190815";
import type * as Ram from "@alicloud/ram20150501";
import type RamClass from "@alicloud/ram20150501";

// The clients are CommonJS, and unmodified.
const require = createRequire(import.meta.url);
const { $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = require("@darabonba/typescript");
const { RPCClient } = require("@alicloud/pop-core");

export const ram = require("@alicloud/ram20150501") as typeof Ram & { default: typeof RamClass };
export const ims = require("@alicloud/ims20190815") as typeof Ims & { default: typeof ImsClass };

interface Door {
  port: number;
  key: { accessKeyId: string; secret: string };
  /** V3 unless said otherwise. */
  scheme?: "v1" | "v3";
}

const configOf = ({ port, key, scheme = "v3" }: Door) =>
  new $OpenApiUtil.Config({
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.secret,
    regionId: "cn-hangzhou",
    protocol: "HTTP",
    endpoint: `127.0.0.1:${port}`,
    ...(scheme === "v1" && { signatureAlgorithm: "v2" }),
  });

export const ramClient = (door: Door) => new ram.default(configOf(door));
export const imsClient = (door: Door) => new ims.default(configOf(door));

/** An action that the typed client does not know. */
export async function callApi(
  client: RamClass | ImsClass,
  action: string,
  version: string,
  query: Record<string, string>,
) {
  const params = new $OpenApiUtil.Params({
    action,
    version,
    style: "RPC",
    pathname: "/",
    method: "POST",
    protocol: "HTTP",
    authType: "AK",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const { body } = await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query }), new RuntimeOptions({}));
  return body as Record<string, unknown>;
}

export function popClient({ port, key }: Door, version = "2015-05-01") {
  const client = new RPCClient({
    endpoint: `http://127.0.0.1:${port}`,
    apiVersion: version,
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.secret,
  });
  return (action: string, parameters: Record<string, unknown> = {}, method: "GET" | "POST" = "POST") =>
    client.request(action, parameters, { method }) as Promise<Record<string, unknown>>;
}

/** What a client throws, as code and status; a call that does not fail is a failure. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; status: number; data: Record<string, unknown> }> {
  try {
    await call;
  } catch (thrown) {
    const { code, statusCode, data, entry } = thrown as Record<string, unknown> & { code: string };
    const answered = (data ?? {}) as Record<string, unknown>;
    const response = (entry as { response?: { statusCode?: number } } | undefined)?.response;
    return { code, status: Number(statusCode ?? response?.statusCode ?? answered.statusCode ?? 0), data: answered };
  }
  throw new Error("the call was not refused");
}
