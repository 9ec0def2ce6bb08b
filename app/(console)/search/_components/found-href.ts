import { movementHref } from "@/app/(console)/transactions/_components/movement-href";
import type { Found } from "@/lib/domain/search/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

/** Where a thing that was found is looked at. */
export function foundHref(found: Found): string {
  switch (found.kind) {
    case "sub-account":
      return paths.subAccounts.overview(found.name);
    case "access-key":
      return paths.accessKeys.one(found.id);
    case "ssh-key":
      return paths.sshKeys.list({ fingerprint: found.fingerprint });
    case "resource":
      return paths.resources.one(found.owner, found.id);
    case "server":
      return paths.servers.one(found.name);
    case "group":
      return paths.groups.one(found.name);
    case "policy":
      return paths.policies.one(found.type, found.name);
    case "invoice":
      return paths.bills.one(found.month);
    case "transaction":
      return movementHref({ ...found, kind: found.movement });
    case "charge":
      return paths.charges.one(found.month, found.id);
    case "audit-event":
      return paths.auditEvent(found.id);
    case "request":
      return paths.auditLog({ request: found.id });
    case "address":
      return paths.auditLog({ ip: found.ip });
  }
}
