import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { accessKeysResource } from "@/lib/authorization/resources";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Deeds } from "../_components/deeds";
import { KeyHeader, keyTitle } from "../_components/key-header";
import { RotationBanner } from "../_components/rotation-banner";
import { TestPanel } from "../_components/test-panel";
import { updateAccessKeyAction } from "../actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await keyTitle((await params).id) };
}

export default async function AccessKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const detail = await forPage(getAccessKey(ctx, (await params).id));
  const { key } = detail;
  const t = await getTranslations("accessKeys");
  const mayChange = mayDo(ctx, "ram:UpdateAccessKey", accessKeysResource(ctx, key.ownerName));
  const turnTo = key.state === "active" ? "disabled" : "active";
  return (
    <>
      <Flash />
      <KeyHeader
        accessKey={key}
        action={
          mayChange && key.standing === "active" ? (
            <ButtonLink href={paths.accessKeys.rotate(key.id)} variant="primary">
              {t("rotate")}
            </ButtonLink>
          ) : undefined
        }
        more={mayChange ? <ButtonLink href={paths.accessKeys.edit(key.id)}>{t("edit")}</ButtonLink> : undefined}
      />
      {key.ownerName === null ? (
        <Banner tone="warn" title={t("rootKeyTitle")}>
          {t("rootKey")}
        </Banner>
      ) : null}
      <RotationBanner detail={detail} mayChange={mayChange} />
      <Section id="facts" title={t("facts")}>
        <DefinitionList
          items={[
            { term: t("id"), value: <code className="break-all font-mono">{key.id}</code>, copy: key.id },
            { term: t("note"), value: key.note },
            { term: t("created"), value: <Time at={key.createdAt} exact /> },
            { term: t("createdBy"), value: <ActorName name={key.createdBy} /> },
            { term: t("expires"), value: key.expiresAt ? <Time at={key.expiresAt} exact /> : t("never") },
            {
              term: t("lastUsed"),
              value: key.lastUsed ? (
                <>
                  <Time at={key.lastUsed.at} exact /> · {key.lastUsed.service} · {key.lastUsed.address}
                </>
              ) : (
                t("neverUsed")
              ),
            },
            { term: t("addresses"), value: key.addressLists?.flat().join(", ") ?? t("anywhere") },
          ]}
        />
      </Section>
      {key.standing === "active" || key.standing === "retiring" ? <TestPanel detail={detail} /> : null}
      <Deeds detail={detail} />
      {mayChange ? (
        <Section id="end" title={t(turnTo === "disabled" ? "stopTitle" : "againTitle")} lead={t(`turn.${turnTo}Lead`)}>
          <PlainForm action={updateAccessKeyAction} labels={{}}>
            <input type="hidden" name="id" value={key.id} />
            <input type="hidden" name="ownerName" value={key.ownerName ?? ""} />
            <input type="hidden" name="state" value={turnTo} />
            <div className="form-actions">
              <SubmitButton variant={turnTo === "disabled" ? "danger" : "secondary"}>
                {t(`turn.${turnTo}`)}
              </SubmitButton>
              {turnTo === "active" ? (
                <ButtonLink href={paths.accessKeys.remove(key.id)}>{t("delete")}</ButtonLink>
              ) : null}
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
