import "server-only";

/**
 * Whether the body of a POST is one that our own pages send. Next answers 500 to a form it cannot read, and hands
 * React's decoder whatever stands in its fields; both have had their CVEs (docs/security.md). Our client only ever
 * sends plain values, one form, and the state it was given: everything else ends here.
 */
export async function isSoundBody(request: Request): Promise<boolean> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const isCall = request.headers.has("next-action");
  try {
    if (type === "multipart/form-data") return areSoundFields(await request.formData(), isCall);
    return !isCall || isSoundReply(await request.text(), new Set());
  } catch {
    return false;
  }
}

const ownField = /^\$ACTION_(REF_\d+|KEY|ID_[0-9a-f]+|\d+:\d+)$/;

function areSoundFields(form: FormData, isCall: boolean): boolean {
  const names = new Set(form.keys());
  for (const [name, value] of form) {
    if (name.startsWith("$ACTION_") && !ownField.test(name)) return false;
    const isEncoded = isCall ? /^[0-9a-f]+$/.test(name) : /^\$ACTION_\d+:\d+$/.test(name);
    if (isEncoded && !(typeof value === "string" && isSoundReply(value, names))) return false;
  }
  return true;
}

const lengthMax = 512 * 1024;
const depthMax = 12;
const reference = /^\$(?<kind>K|@)(?<id>[0-9a-f]{1,4})$/;

/** JSON whose strings refer to nothing but the form, the bound state, and nothing at all. */
function isSoundReply(text: string, names: ReadonlySet<string>): boolean {
  if (text.length > lengthMax) return false;
  const waiting: { value: unknown; depth: number }[] = [{ value: JSON.parse(text), depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > depthMax) return false;
    if (typeof value === "string" && value.startsWith("$") && !isSoundReference(value, names)) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "__proto__") return false;
      waiting.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}

function isSoundReference(value: string, names: ReadonlySet<string>): boolean {
  if (value.startsWith("$$") || value === "$undefined") return true;
  const { kind, id } = reference.exec(value)?.groups ?? {};
  if (kind === undefined || id === undefined) return false;
  return kind === "K" || [...names].some((name) => name === id || name.endsWith(`:${id}`));
}
