import "server-only";
import { env } from "@/lib/foundation/env";
import { policyReportsPath, securityHeaders } from "@/lib/foundation/security-headers";

/** Addresses that answer with a file. */
const files =
  /^\/((identity-verification|operator\/identity-verifications\/[^/]+)\/documents\/[^/]+|operator\/accounts\/[^/]+\/top-ups\/[^/]+\/evidence|hand-over\/[^/]+\/file)$/;

/**
 * No `unsafe-*`, not even for style attributes; `connect-src` is what server actions and navigation use. In a file
 * nothing may run, wherever it is opened.
 */
export function contentSecurityPolicy(nonce: string, origin: string, path: string): string {
  if (files.test(path)) return "default-src 'none'; frame-ancestors 'none'; sandbox";
  const development = env().development ? " 'unsafe-eval'" : "";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "report-to csp",
    ...(origin.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** What every answer of the pages carries beside its policy. Built files never change; everything else is never kept. */
export function answerHeaders(origin: string, path: string): Record<string, string> {
  const keep = path.startsWith("/_next/static/") || /^\/(favicon|icon)[\w-]*\.\w+$/.test(path);
  const reporting = { "Reporting-Endpoints": `csp="${policyReportsPath}"` };
  return { ...securityHeaders(origin), ...reporting, ...(keep ? {} : { "Cache-Control": "no-store" }) };
}
