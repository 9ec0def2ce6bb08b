type Parameters = Record<string, string | string[] | undefined>;

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value.slice(0, 1024) : "");

/** What an address asks "why may / why may not" about; undefined where it asks nothing. */
export function askedOf({ action, resource }: Parameters): { action: string; resource: string } | undefined {
  const asked = { action: textOf(action), resource: textOf(resource) };
  return asked.action === "" && asked.resource === "" ? undefined : asked;
}
