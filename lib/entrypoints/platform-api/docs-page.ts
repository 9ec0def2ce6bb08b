import "server-only";
import { createHash } from "node:crypto";
import type { createDocument } from "zod-openapi";
import { problemTable, requestFaults } from "./problem";

type Document = ReturnType<typeof createDocument>;

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:60rem;padding:1.5rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem}
section{border:1px solid light-dark(#d5d9e0,#3a3f47);border-radius:.5rem;padding:0 1rem .75rem;margin:1rem 0}
h3{font-size:1rem;overflow-wrap:anywhere}
code,pre{font:0.875rem/1.5 ui-monospace,monospace}
pre{overflow-x:auto;background:light-dark(#f3f4f6,#1d2126);padding:.75rem;border-radius:.375rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.375rem .75rem .375rem 0;vertical-align:top}
.method{font-weight:700;text-transform:uppercase}
`;
const styleHash = createHash("sha256").update(style).digest("base64");

/** The OpenAPI document for people: one page without a script, drawn once. */
export function docsPage(document: Document): () => Response {
  const html = draw(document);
  return () =>
    new Response(html, {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      },
    });
}

function draw({ info, paths = {}, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => drawOperation(method, path, operation as Operation)),
  );
  const codes = Object.entries({ ...problemTable, ...requestFaults });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)}</title><style>${style}</style><body>
<h1>${text(info.title)} ${text(info.version)}</h1>
<p>${prose(info.description ?? "")}</p>
<p>The same for programs: <a href="/api/platform/v1/openapi.json">openapi.json</a></p>
<pre>curl -H "Authorization: Bearer $SERVICE_KEY" https://…/api/platform/v1/service</pre>
<h2>Routes</h2>${operations.join("")}
<h2>Problems</h2><table><thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Title</th></tr></thead><tbody>
${codes.map(([code, { status, title }]) => `<tr id="${code}"><td>${status}</td><td><code>${code}</code></td><td>${text(title)}</td></tr>`).join("\n")}
</tbody></table>
<h2>Schemas</h2>${Object.entries(components?.schemas ?? {})
    .map(
      ([name, schema]) =>
        `<details id="schema-${text(name)}"><summary>${text(name)}</summary>${json(schema)}</details>`,
    )
    .join("")}
</body></html>
`;
}

interface Operation {
  summary?: string;
  description?: string;
  parameters?: unknown;
  requestBody?: unknown;
  responses?: Record<string, unknown>;
}

function drawOperation(method: string, path: string, operation: Operation): string {
  const { summary = "", description = "", parameters, requestBody, responses = {} } = operation;
  const { default: _, ...good } = responses;
  const part = (title: string, value: unknown) =>
    value && Object.keys(value).length > 0 ? `<details><summary>${title}</summary>${json(value)}</details>` : "";
  return `<section><h3><span class="method">${text(method)}</span> <code>${text(path)}</code> ${text(summary)}</h3>
${description
  .split("\n\n")
  .map((line) => `<p>${prose(line)}</p>`)
  .join("")}
${part("Parameters", parameters)}${part("Request", requestBody)}${part("Answer", good)}</section>`;
}

const json = (value: unknown) => `<pre>${text(JSON.stringify(value, null, 2))}</pre>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Words between backticks are code, as in the document. */
const prose = (raw: string) => text(raw).replace(/`([^`]+)`/g, "<code>$1</code>");

const text = (raw: string) => raw.replace(/[&<>"]/g, (character) => entities[character] ?? character);
