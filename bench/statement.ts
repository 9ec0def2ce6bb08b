import type { DocumentFacts } from "@/lib/domain/bills/document-rules";
import { drawDocument } from "@/lib/domain/bills/draw-document";
import { median } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";

const lines = 2_000;
const facts: DocumentFacts = {
  ...{ kind: "statement", locale: "zh-CN", issuer: "Espalier", number: "1-2026-10-ada", accountName: "harbor" },
  ...{ uid: "1234567890123456", billedTo: "港口机器人有限公司", subAccountName: "ada", month: "2026-10" },
  ...{ startsAt: new Date("2026-09-30T16:00:00Z"), endsAt: new Date("2026-10-31T16:00:00Z"), status: "closed" },
  ...{ issuedAt: new Date("2026-11-02T16:00:00Z"), drawnAt: new Date("2026-11-02T16:00:00Z") },
  terms: { currency: "CNY", minorDigits: 2, timeZone: "Asia/Shanghai" },
};

/** What the database answers: the head, then a line for each day and SKU. */
async function* rows() {
  const total = String(lines * 1_230_000);
  const services = [{ en: "Model serving", zh: "模型推理服务", cost: total }];
  yield { lines, charges: lines * 20, total, exact: total, digits: 2, services };
  for (let at = 0; at < lines; at++) {
    const key = `2026-10-${String(1 + (at % 31)).padStart(2, "0")}`;
    const words = { en: `Tokens of model ${at % 65}`, zh: `模型 ${at % 65} 的输入令牌`, category: "Usage" };
    yield { key, ...words, quantity: "1234567", unit: "Tokens", exact: "1230000", cost: "1230000" };
  }
}

/** B12: a statement of 2,000 lines in Chinese as PDF, the first and later ones, with the memory it takes. */
export async function statement({ quick }: BenchOptions): Promise<Report> {
  const times: number[] = [];
  const before = process.memoryUsage().rss;
  let [bytes, peak] = [0, before];
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  for (let round = 0; round < (quick ? 2 : 6); round++) {
    const startedAt = performance.now();
    bytes = 0;
    for await (const part of drawDocument(facts, rows())) bytes += part.length;
    times.push((performance.now() - startedAt) / 1_000);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  clearInterval(watching);
  const [first = Number.NaN, ...later] = times;
  return {
    outcomes: [
      {
        ...{ what: `B12: a statement of ${lines} lines in Chinese, the first of a process`, ratio: first },
        ...{ sense: "at-most", firstRelease: 3, goal: 1, unit: " s" },
      },
      {
        ...{ what: "B12: memory that all of them took at most", ratio: (peak - before) / 1e6 },
        ...{ sense: "at-most", firstRelease: 200, goal: 200, unit: " MB" },
      },
    ],
    facts: [
      `later ones ${median(later).toFixed(2)} s each; ${(bytes / 1024).toFixed(0)} kB; the process at most ${(peak / 1e6).toFixed(0)} MB`,
    ],
  };
}
