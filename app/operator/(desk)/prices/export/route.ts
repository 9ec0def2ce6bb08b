import { listPrices } from "@/lib/domain/prices/queries";
import { writePriceFile } from "@/lib/domain/prices/write-price-file";
import { operatorRoute } from "@/lib/entrypoints/console/console-route";
import { csvResponse } from "@/lib/entrypoints/console/csv-response";

/** The whole book, as an import takes it again. */
export const GET = operatorRoute(async (platform, _params: Record<string, never>, request) => {
  const prices = await listPrices(platform);
  if (request.nextUrl.searchParams.get("format") !== "json") {
    return csvResponse("price-book.csv", writePriceFile(prices, "csv"));
  }
  return new Response(writePriceFile(prices, "json"), {
    headers: {
      "Content-Type": "application/json",
      "Content-Disposition": 'attachment; filename="price-book.json"',
      "Cache-Control": "no-store",
    },
  });
});
