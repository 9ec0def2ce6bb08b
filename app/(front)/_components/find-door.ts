import { typedAlias } from "@/lib/domain/sign-in/schema";
import { SubAccountName } from "@/lib/domain/sub-accounts/sub-account-name-rules";
import { paths, withReturn } from "@/lib/entrypoints/console/paths";

/**
 * The door that what somebody typed belongs to: an alias, `alias#name`, an e-mail address. Whether anybody lives
 * behind it is not asked. Undefined for what could be none of them.
 */
export function findDoorOf(typed: string, next: string | undefined): string | undefined {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  if (text.includes("@")) return withReturn(paths.rootDoor(), next);
  const [first = "", second] = text.split("#");
  const alias = typedAlias.safeParse(first).data;
  if (!alias) return undefined;
  const door = withReturn(paths.door(alias), next);
  const name = SubAccountName.safeParse(second).data;
  return name ? `${door}${next ? "&" : "?"}name=${name}` : door;
}
