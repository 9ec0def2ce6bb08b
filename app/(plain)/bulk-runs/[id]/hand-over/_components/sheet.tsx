import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { PrintCard } from "@/components/ui/print-card";
import { QrCode } from "@/components/ui/qr-code";
import type { HandOver } from "@/lib/domain/sub-accounts/write-hand-over-file";

/** A card a person, to print and cut. */
export async function Sheet({ handOvers }: { handOvers: HandOver[] }) {
  const t = await getTranslations("handOver");
  const said = (allowed: boolean) => t(allowed ? "allowed" : "notAllowed");
  return handOvers.map((one) => (
    <PrintCard
      key={one.name}
      title={t("cardTitle")}
      code={<QrCode text={one.claimLink || one.signInLink} what={t(one.claimLink ? "claimLink" : "signInLink")} />}
      footer={t(one.claimLink ? "linkFooter" : "cardFooter")}
    >
      <DefinitionList
        items={[
          { term: t("fullName"), value: one.fullName },
          ...[
            { term: t("claimLink"), text: one.claimLink },
            { term: t("password"), text: one.password },
            { term: "AccessKey ID", text: one.accessKeyId },
            { term: "AccessKey Secret", text: one.accessKeySecret },
          ]
            .filter(({ text }) => text !== "")
            .map(({ term, text }) => ({
              term,
              value: <code className="break-all font-mono">{text}</code>,
              copy: text,
            })),
          { term: t("signInLink"), value: one.signInLink },
          { term: t("alias"), value: one.alias },
          { term: t("userName"), value: one.name },
          { term: t("consoleSignIn"), value: said(one.consoleSignIn) },
          { term: t("ownAccessKeys"), value: said(one.ownAccessKeys) },
        ]}
      />
    </PrintCard>
  ));
}
