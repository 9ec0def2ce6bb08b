import "server-only";
import { createTransport } from "nodemailer";
import { isLoopbackHost } from "@/lib/foundation/loopback";
import { assertOutsideTransaction } from "@/lib/foundation/outside-transaction";
import type { DeliveryPort } from "./delivery-port";

interface SmtpSettings {
  /** `smtps://name:password@host:465`, or `smtp://…:587`, which must offer STARTTLS unless it is this machine. */
  smtpUrl: string;
  /** `Espalier <no-reply@example.com>` */
  from: string;
  /** PEM of an own certificate authority. */
  ca?: string;
}

const milliseconds = 5000;

/** Mail by SMTP. TLS is verified against certificate authority and name; plain text stays on this machine. */
export function deliverBySmtp({ smtpUrl, from, ca }: SmtpSettings): DeliveryPort {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const here = isLoopbackHost(url.hostname);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const transport = createTransport({
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !here,
    ignoreTLS: !secure && here,
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2", ...(ca && { ca }) },
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver({ channel, to, subject = "", text, html }) {
      assertOutsideTransaction("mail");
      if (channel !== "mail") throw new Error(`SMTP does not carry ${channel}.`);
      // nodemailer would read several recipients out of one text.
      if (!/^[^\s@,;:<>"()\\]+@[^\s@,;:<>"()\\]+$/.test(to)) throw new Error("The recipient is not one plain address.");
      await transport.sendMail({
        from,
        to: { name: "", address: to },
        subject,
        text,
        ...(html && { html }),
        headers: { "Auto-Submitted": "auto-generated" },
      });
    },
  };
}
