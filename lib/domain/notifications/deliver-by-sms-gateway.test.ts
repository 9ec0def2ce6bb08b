import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deliverBySmsGateway } from "./deliver-by-sms-gateway";

let gateway: Server;
let url = "";
let received: { authorization: string | undefined; body: string }[] = [];
let status = 202;

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end("CANARY of the gateway");
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/messages`;
});

beforeEach(() => {
  received = [];
  status = 202;
});

afterAll(() => {
  gateway.close();
});

test("hands number and text over, with the token", async () => {
  await deliverBySmsGateway({ url, token: "t0ken" }).deliver({
    channel: "sms",
    to: "+8613800138000",
    text: "验证码 042137",
  });
  expect(received).toEqual([
    { authorization: "Bearer t0ken", body: JSON.stringify({ to: "+8613800138000", text: "验证码 042137" }) },
  ]);
});

test.each([301, 400, 401, 429, 500])(
  "an answer of %i is a failure that repeats nothing of the message",
  async (answer) => {
    status = answer;
    const delivered = deliverBySmsGateway({ url, token: "t0ken" }).deliver({
      channel: "sms",
      to: "+8613800138000",
      text: "042137",
    });
    const error = await delivered.then(
      () => "delivered",
      (reason: unknown) => String(reason),
    );
    expect(error).toMatch(/Error/);
    expect(error).not.toMatch(/CANARY|042137|t0ken|13800138000/);
  },
);

test("carries no mail, and leaves the machine only encrypted", async () => {
  const mail = { channel: "mail", to: "ada@harbor.test", text: "x" } as const;
  await expect(deliverBySmsGateway({ url, token: "t" }).deliver(mail)).rejects.toThrow("mail");
  const plain = deliverBySmsGateway({ url: "http://sms.test/", token: "t" });
  await expect(plain.deliver({ channel: "sms", to: "+86", text: "x" })).rejects.toMatchObject({ reason: "host" });
  expect(received).toEqual([]);
});
