import "server-only";
import { PriceBook } from "@/lib/domain/prices/schema";

const since = "2020-01-01T00:00:00Z";
const flat = (price: string) => [{ upTo: null, price }];

interface Sku {
  code: string;
  nameEn: string;
  nameZh: string;
  meter: string;
  consumedUnit: string;
  pricingUnit: string;
  units: string;
  tiers: { upTo: string | null; price: string }[];
  tierScope?: "none" | "resource" | "sub-account";
  recurring?: boolean;
}

const sku = ({ tiers, tierScope = "none", units, ...rest }: Sku) => ({
  ...rest,
  unitsPerPriceUnit: units,
  prices: [{ code: rest.code, tierScope, versions: [{ currency: "CNY", validFrom: since, tiers }] }],
});
const byHour = { consumedUnit: "Seconds", pricingUnit: "Hours", units: "3600" };
const byMonth = { consumedUnit: "Months", pricingUnit: "Months", units: "1", recurring: true };
const byMillion = { consumedUnit: "Tokens", pricingUnit: "1000000 Tokens", units: "1000000" };

/** What the demo's platform sells, in yuan: whole hours of machines, tokens in tiers, storage, traffic, and support by the month. */
export const demoPriceBook = PriceBook.parse({
  services: [
    {
      ...{ code: "compute", nameEn: "Compute", nameZh: "计算" },
      ...{ category: "Compute", subcategory: "Virtual Machines" },
      skus: [
        sku({
          ...{ code: "gpu-h100", nameEn: "GPU instance, H100", nameZh: "GPU 实例 H100", meter: "gpu.h100.seconds" },
          ...{ ...byHour, tiers: flat("18") },
        }),
        sku({
          ...{ code: "gpu-l40", nameEn: "GPU instance, L40", nameZh: "GPU 实例 L40", meter: "gpu.l40.seconds" },
          ...{ ...byHour, tiers: flat("5.4") },
        }),
        sku({
          ...{ code: "cpu-8", nameEn: "Instance, 8 vCPU", nameZh: "实例 8 vCPU", meter: "cpu.8.seconds" },
          ...{ ...byHour, tiers: flat("1.08") },
        }),
      ],
    },
    {
      ...{ code: "models", nameEn: "Model inference", nameZh: "模型推理" },
      ...{ category: "AI and Machine Learning", subcategory: "Generative AI" },
      skus: [
        sku({
          ...{ code: "tokens-in", nameEn: "Input tokens", nameZh: "输入 Token", meter: "llm.tokens.input" },
          ...{ ...byMillion, tierScope: "sub-account" },
          tiers: [
            { upTo: "200", price: "2" },
            { upTo: null, price: "1.6" },
          ],
        }),
        sku({
          ...{ code: "tokens-out", nameEn: "Output tokens", nameZh: "输出 Token", meter: "llm.tokens.output" },
          ...{ ...byMillion, tiers: flat("8") },
        }),
      ],
    },
    {
      ...{ code: "storage", nameEn: "Object storage", nameZh: "对象存储" },
      ...{ category: "Storage", subcategory: "Object Storage" },
      skus: [
        sku({
          ...{ code: "storage-standard", nameEn: "Standard storage", nameZh: "标准存储", meter: "storage.gib-hours" },
          ...{ consumedUnit: "GiB-Hours", pricingUnit: "1000 GiB-Hours", units: "1000", tiers: flat("0.18") },
        }),
      ],
    },
    {
      ...{ code: "network", nameEn: "Network", nameZh: "网络" },
      ...{ category: "Networking", subcategory: "Network Infrastructure" },
      skus: [
        sku({
          ...{ code: "egress", nameEn: "Traffic to the internet", nameZh: "公网流量", meter: "network.egress.gib" },
          ...{ consumedUnit: "GiB", pricingUnit: "GiB", units: "1", tiers: flat("0.5") },
        }),
      ],
    },
    {
      ...{ code: "support", nameEn: "Support", nameZh: "技术支持" },
      ...{ category: "Management and Governance", subcategory: "Support" },
      skus: [
        sku({
          ...{ code: "support-business", nameEn: "Business support plan", nameZh: "企业支持计划" },
          ...{ meter: "support.business", ...byMonth, tiers: flat("199") },
        }),
      ],
    },
  ],
});
