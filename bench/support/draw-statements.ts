import type { DocumentFacts } from "@/lib/domain/bills/document-rules";
import { drawDocument } from "@/lib/domain/bills/draw-document";

/** What drawing so many statements in a row took, as one line of JSON. */
export interface Drawn {
  /** Of each, in seconds. */
  times: number[];
  bytes: number;
  /** Resident memory, in bytes. */
  before: number;
  peak: number;
}

const lines = 2_000;
const facts: DocumentFacts = {
  ...{ kind: "statement", locale: "zh-CN", issuer: "Espalier", number: "1-2026-10-ada", accountName: "harbor" },
  ...{ uid: "1234567890123456", billedTo: "港口机器人有限公司", subAccountName: "ada", month: "2026-10" },
  ...{ startsAt: new Date("2026-09-30T16:00:00Z"), endsAt: new Date("2026-10-31T16:00:00Z"), status: "closed" },
  ...{ issuedAt: new Date("2026-11-02T16:00:00Z"), drawnAt: new Date("2026-11-02T16:00:00Z") },
  invoicingMode: "usage_invoiced",
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

const times: number[] = [];
const before = process.memoryUsage().rss;
let [bytes, peak] = [0, before];
const look = () => {
  peak = Math.max(peak, process.memoryUsage().rss);
};
const watching = setInterval(look, 5);
for (let round = 0; round < Number(process.argv[2]); round++) {
  const startedAt = performance.now();
  bytes = 0;
  for await (const part of drawDocument(facts, rows())) {
    bytes += part.length;
    look();
  }
  times.push((performance.now() - startedAt) / 1_000);
}
clearInterval(watching);
process.stdout.write(JSON.stringify({ times, bytes, before, peak } satisfies Drawn));
