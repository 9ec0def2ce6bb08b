import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import * as z from "zod";
import { PageHeader } from "@/components/ui/page-header";
import { getIdentityVerification } from "@/lib/domain/identity-verification/queries";
import { mayEdit } from "@/lib/domain/identity-verification/rules";
import { verificationKinds } from "@/lib/domain/identity-verification/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { EnterpriseForm } from "../_components/enterprise-form";
import { PersonalForm } from "../_components/personal-form";

const Query = z.object({ kind: z.enum(verificationKinds).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("identityVerification");
  const { account } = await requireConsoleContext();
  return { title: `${t("details.title")} · ${t("title")} · ${account.alias}` };
}

export default async function DetailsPage({ searchParams }: PageProps<"/identity-verification/details">) {
  const ctx = await requireConsoleContext();
  const query = Query.parse(await searchParams);
  const { verification, current } = await forPage(getIdentityVerification(ctx));
  if (!mayEdit(verification)) redirect(paths.identityVerification());
  const kind = query.kind ?? current?.kind ?? "personal";
  const typed = current?.kind === kind ? current.fields : {};
  const t = await getTranslations("identityVerification");
  const { common, errors, identityVerification } = await getMessages();
  const { fields, hints, choose, documentTypes, registrationTypes, details } = identityVerification;
  const words = { fields, hints, choose, documentTypes, registrationTypes, details };
  const other = kind === "personal" ? "enterprise" : "personal";
  const isSwitch = current !== undefined && current.kind !== kind;
  return (
    <>
      <PageHeader
        title={t(`details.${kind}Title`)}
        breadcrumb={[{ href: paths.identityVerification(), label: t("title") }]}
        lead={t("details.lead")}
        facts={[
          <a key="other" href={paths.identityDetails(other)}>
            {t(`details.otherKind.${other}`)}
          </a>,
          isSwitch ? t("details.otherKindNote") : null,
        ]}
      />
      <NextIntlClientProvider messages={{ common, errors, identityVerification: words }}>
        {kind === "personal" ? (
          <PersonalForm key="personal" initial={typed} />
        ) : (
          <EnterpriseForm key="enterprise" initial={{ companyName: ctx.account.companyName, ...typed }} />
        )}
      </NextIntlClientProvider>
    </>
  );
}
