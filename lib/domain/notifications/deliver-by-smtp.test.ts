import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { runInsideTransaction } from "@/lib/foundation/outside-transaction";
import { selfSignedCertificate } from "@/tests/support/self-signed-certificate";
import { deliverBySmtp } from "./deliver-by-smtp";

const trusted = selfSignedCertificate("localhost");
const from = "Espalier <no-reply@espalier.test>";
const message = {
  channel: "mail",
  to: "ada@harbor.test",
  subject: "验证码 042137",
  text: "Ein Apfelbaum\nam Spalier\n.\nund weiter",
  html: "<p>Ein Apfelbaum</p>",
} as const;

interface Mailbox {
  port: number;
  /** Commands as they came, and whole messages. */
  commands: string[];
  messages: string[];
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The part of RFC 5321 that a sender needs, with or without TLS. */
async function mailServer(options: { tls?: boolean; refuse?: string } = {}): Promise<Mailbox> {
  const mailbox: Mailbox = { port: 0, commands: [], messages: [] };
  const credentials = { key: trusted.key, cert: trusted.certificate };
  const converse = (socket: Socket) => {
    socket.write("220 mail.test ready\r\n");
    let pending = "";
    let data: string | null = null;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      pending += chunk.toString("utf8");
      for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (data !== null) {
          if (line === ".") {
            mailbox.messages.push(data);
            data = null;
            socket.write("250 taken\r\n");
          } else data += `${line.replace(/^\.\./, ".")}\n`;
          continue;
        }
        mailbox.commands.push(line);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === options.refuse) socket.write("550 no\r\n");
        else if (verb === "EHLO") socket.write("250-mail.test\r\n250 AUTH PLAIN\r\n");
        else if (verb === "DATA") {
          data = "";
          socket.write("354 go on\r\n");
        } else if (verb === "AUTH") socket.write("235 welcome\r\n");
        else socket.write("250 fine\r\n");
      }
    });
  };
  const server = options.tls ? createTlsServer(credentials, converse) : createServer(converse);
  server.on("tlsClientError", () => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  mailbox.port = typeof address === "object" && address ? address.port : 0;
  return mailbox;
}

test("hands one message to one recipient, text and HTML, on this machine without TLS", async () => {
  const mailbox = await mailServer();
  await deliverBySmtp({ smtpUrl: `smtp://127.0.0.1:${mailbox.port}`, from }).deliver(message);
  expect(mailbox.commands.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
    expect.stringContaining("MAIL FROM:<no-reply@espalier.test>"),
    "RCPT TO:<ada@harbor.test>",
  ]);
  const [mail = ""] = mailbox.messages;
  expect(mail).toMatch(/^From: Espalier <no-reply@espalier\.test>$/m);
  expect(mail).toMatch(/^To: ada@harbor\.test$/m);
  expect(mail).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(mail).toContain("text/plain; charset=utf-8");
  expect(mail).toContain("text/html; charset=utf-8");
  expect(mail).toContain("Ein Apfelbaum\nam Spalier\n.\nund weiter");
  const subject = /^Subject: =\?UTF-8\?(?:B\?(.+)|Q\?(.+))\?=$/m.exec(mail);
  const decoded = subject?.[1]
    ? Buffer.from(subject[1], "base64").toString()
    : decodeURIComponent((subject?.[2] ?? "").replaceAll("=", "%").replaceAll("_", " "));
  expect(decoded).toBe(message.subject);
});

test("signs in with the name and password of the URL, over TLS that it verified", async () => {
  const mailbox = await mailServer({ tls: true });
  const smtpUrl = `smtps://mail%40espalier:p%3Aw@localhost:${mailbox.port}`;
  await deliverBySmtp({ smtpUrl, from, ca: trusted.certificate }).deliver(message);
  const proof = Buffer.from("\0mail@espalier\0p:w").toString("base64");
  expect(mailbox.commands).toContain(`AUTH PLAIN ${proof}`);
  expect(mailbox.messages).toHaveLength(1);
});

test.each([
  ["a certificate that nobody vouches for", "localhost", undefined],
  ["the certificate of another name", "127.0.0.1", trusted.certificate],
  ["a certificate of another authority", "localhost", selfSignedCertificate("localhost").certificate],
])("refuses %s before it says anything", async (_, host, ca) => {
  const mailbox = await mailServer({ tls: true });
  const port = deliverBySmtp({ smtpUrl: `smtps://name:word@${host}:${mailbox.port}`, from, ...(ca && { ca }) });
  await expect(port.deliver(message)).rejects.toThrow();
  expect(mailbox.commands).toEqual([]);
});

test("refuses a recipient that could be several, or a header, or inside a transaction", async () => {
  const mailbox = await mailServer();
  const port = deliverBySmtp({ smtpUrl: `smtp://127.0.0.1:${mailbox.port}`, from });
  for (const to of [
    "a@b.test,c@d.test",
    "a@b.test;c@d.test",
    "A <a@b.test>",
    "a@b.test\r\nRCPT TO:<c@d.test>",
    '"x,y"@b.test',
    "a@b@c.test",
    "a",
    "",
  ]) {
    await expect(port.deliver({ ...message, to }), to).rejects.toThrow("recipient");
  }
  await expect(port.deliver({ ...message, channel: "sms" })).rejects.toThrow("sms");
  await expect(runInsideTransaction(() => port.deliver(message))).rejects.toThrow("transaction");
  expect(mailbox.commands).toEqual([]);
});

test("line breaks in a subject do not become headers", async () => {
  const mailbox = await mailServer();
  const port = deliverBySmtp({ smtpUrl: `smtp://127.0.0.1:${mailbox.port}`, from });
  await port.deliver({ ...message, subject: "x\r\nBcc: everybody@evil.test" });
  expect(mailbox.messages[0]).not.toMatch(/^Bcc:/m);
  expect(mailbox.commands.filter((line) => line.startsWith("RCPT"))).toEqual(["RCPT TO:<ada@harbor.test>"]);
});

test("a server that refuses the recipient is an error", async () => {
  const mailbox = await mailServer({ refuse: "RCPT" });
  const port = deliverBySmtp({ smtpUrl: `smtp://127.0.0.1:${mailbox.port}`, from });
  await expect(port.deliver(message)).rejects.toThrow();
  expect(mailbox.messages).toEqual([]);
});
