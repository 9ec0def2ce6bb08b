/** The fields a browser without JavaScript would send for the form that calls this action, as the page holds them. */
export function scrapeForm(html: string, actionId: string): Record<string, string> {
  const form = [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)]
    .map(([text]) => text)
    .find((text) => text.includes(actionId));
  if (!form) throw new Error("the page holds no form for this action");
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const { name, type = "text", value = "" } = attributesOf(tag);
    const isOff = (type === "checkbox" || type === "radio") && !/\schecked(=|\s|\/|>)/.test(tag);
    if (name && !isOff && type !== "file") fields[name] = value;
  }
  for (const [, tag = "", text = ""] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    fields[attributesOf(tag).name ?? ""] = decode(text);
  }
  for (const [, tag = "", options = ""] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const first = chosen.find((option) => /\sselected/.test(option)) ?? chosen[0] ?? "";
    fields[attributesOf(tag).name ?? ""] = attributesOf(first).value ?? "";
  }
  return fields;
}

/** What the page says about one field after a refusal. */
export function fieldFault(html: string, name: string): { invalid: boolean; words: string } {
  const tags = [...html.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag);
  const invalid = tags.find((tag) => attributesOf(tag).name === name && /aria-invalid="true"/.test(tag));
  const id = invalid && attributesOf(invalid)["aria-describedby"];
  const line = id ? new RegExp(`id="${id}"[\\s\\S]*?</p>`).exec(html)?.[0] : undefined;
  return {
    invalid: invalid !== undefined,
    words: /class="field-error"[\s\S]*?<span>([^<]+)/.exec(line ?? "")?.[1] ?? "",
  };
}

function attributesOf(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/\s([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decode(value)]),
  );
}

function decode(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
