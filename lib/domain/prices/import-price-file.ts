import "server-only";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { DomainError } from "@/lib/foundation/errors";
import { importPriceBook } from "./import-price-book";
import { judgePriceBook, type VersionVerdict } from "./judge-price-book";
import { listPrices } from "./queries";
import { readPriceFile } from "./read-price-file";
import type { ImportPricesInput } from "./schema";

/**
 * Imports a price book that was pasted or chosen as a file. A dry run always ends in `invalid-state` with the verdict of each version in its words,
 * so that what was pasted stays in the form; a book with a refused version is imported as little.
 */
export async function importPriceFile(
  platform: PlatformContext,
  { text, file, intent }: ImportPricesInput,
): Promise<{ versions: number }> {
  const allowed = authorizePlatform(platform, "platform:SetPrice");
  const book = file && file.size > 0 ? readPriceFile(await file.text(), "file") : readPriceFile(text, "text");
  const verdicts = judgePriceBook(book, await listPrices(platform), allowed.now);
  const isRefused = verdicts.some(({ verdict }) => verdict === "past" || verdict === "not-exact");
  if (intent === "check" || isRefused) {
    throw new DomainError("invalid-state", "price", { reason: "priceCheck", details: wordsOf(verdicts) });
  }
  requireStepUp(allowed, "operator-writes");
  return importPriceBook(platform, book);
}

function wordsOf(verdicts: readonly VersionVerdict[]) {
  const count = (of: VersionVerdict["verdict"]) => verdicts.filter(({ verdict }) => verdict === of).length;
  const lines = verdicts
    .slice(0, 50)
    .map(
      ({ code, currency, validFrom, verdict }) =>
        `${code} ${currency} ${validFrom.toISOString().slice(0, 13)}h: ${verdict}`,
    );
  return {
    fresh: count("new"),
    known: count("known"),
    refused: count("past") + count("not-exact"),
    lines: lines.join("; "),
  };
}
