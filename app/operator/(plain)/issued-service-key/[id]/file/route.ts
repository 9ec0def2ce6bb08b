import { getServiceKey } from "@/lib/domain/service-keys/queries";
import { claimServiceKey, revealServiceKey } from "@/lib/domain/service-keys/reveal-service-key";
import { writeServiceKeyFile } from "@/lib/domain/service-keys/write-service-key-file";
import { operatorRoute } from "@/lib/entrypoints/console/console-route";
import { csvResponse } from "@/lib/entrypoints/console/csv-response";
import { paths } from "@/lib/entrypoints/console/paths";
import { seeOther } from "@/lib/entrypoints/console/post-route";

/** The key as a file, in the one answer that may carry it; the page says why there is none. */
export const POST = operatorRoute<{ id: string }>(async (platform, { id }) => {
  const { name } = await getServiceKey(platform, id);
  const token = (await claimServiceKey(platform, { id })) ? await revealServiceKey(platform, { id }) : undefined;
  if (token === undefined) return seeOther(paths.operator.issuedService(id));
  return csvResponse(`${name}.csv`, writeServiceKeyFile({ name, token }));
});
