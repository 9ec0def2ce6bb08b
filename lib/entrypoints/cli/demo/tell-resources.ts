import "server-only";
import { reportResource, retireResource } from "@/lib/domain/resources/report-resource";
import { ReportResourceInput } from "@/lib/domain/resources/schema";
import { hostContext } from "../host-context";
import { arnOf } from "./usage-of-day";
import type { PlannedPerson } from "./usage-plan";

interface Told {
  uid: string;
  people: readonly PlannedPerson[];
  began: Date;
  ended: Date;
}

/** What a history's use was of: it came to be when that began and is gone, since no service of the demo runs it. */
export async function tellResources({ uid, people, began, ended }: Told): Promise<void> {
  for (const { name: subAccount, resources } of people) {
    for (const { resource } of resources) {
      const arn = arnOf({ uid }, resource);
      const name = resource.slice(resource.lastIndexOf("/") + 1);
      const told = ReportResourceInput.parse({ arn, subAccount, name, state: "running", version: 1 });
      await reportResource(hostContext(began), told);
      await retireResource(hostContext(ended), { arn, subAccount, version: 2 });
    }
  }
}
