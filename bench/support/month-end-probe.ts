import { createServer } from "node:http";
import { advancePeriods } from "@/lib/domain/bills/advance-periods";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";

/** The worker's month end when it is asked for, and not every ten minutes: `/close` answers when every due month is closed. */
createServer((request, response) => {
  const done = request.url === "/close" ? advancePeriods(workerContext()) : Promise.resolve();
  done.then(
    () => response.end("."),
    () => response.writeHead(500).end("."),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
