"use server";

import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { revokeServiceKey } from "@/lib/domain/service-keys/revoke-service-key";
import { IssueServiceKeyForm, RevokeServiceKeyForm, scopeBoxes } from "@/lib/domain/service-keys/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const issueServiceKeyAction = operatorAction({
  input: IssueServiceKeyForm,
  echo: ["name", "services", ...scopeBoxes.map(({ field }) => field)],
  verb: createServiceKey,
  done: (_input, issued) => (issued ? paths.operator.issuedService(issued.id) : paths.operator.services()),
});

export const revokeServiceKeyAction = operatorAction({
  input: RevokeServiceKeyForm,
  echo: ["typedName"],
  verb: revokeServiceKey,
  after: () => setFlash("serviceKeys.flash.revoked"),
  done: () => paths.operator.services(),
});
