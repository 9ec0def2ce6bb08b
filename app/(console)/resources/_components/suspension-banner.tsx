import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import type { ResourceView } from "@/lib/domain/resources/presenter";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";

type Reason = ResourceView["reasons"][number];

const ofLimits: readonly Reason[] = ["spend_limit", "account_limit", "spend_throttle", "account_throttle"];

function wayOut(ctx: Context, name: string, reason: Reason | undefined): string | undefined {
  if (reason && ofLimits.includes(reason)) return paths.limits.list();
  if (reason === "wallet") return navigationOf(ctx).maySeeWallet ? paths.wallet() : undefined;
  const mayEnable = mayDo(ctx, "espalier:EnableSubAccount", subAccountResource(ctx, name));
  return reason === "disabled" && mayEnable ? paths.subAccounts.enable(name) : undefined;
}

/** Why it is to stand still, and where that ends. */
export async function SuspensionBanner({ ctx, resource }: { ctx: Context; resource: ResourceView }) {
  const t = await getTranslations("resources");
  const { reasons, subAccountName: name, standing } = resource;
  if (standing !== "stopping" && standing !== "suspended" && standing !== "throttled") return null;
  const [first] = reasons;
  const href = wayOut(ctx, name, first);
  return (
    <div className="mb-6">
      <Banner
        tone="warn"
        title={t(`suspensions.${standing}`)}
        action={href && first ? <ButtonLink href={href}>{t(`ways.${first}`)}</ButtonLink> : undefined}
      >
        {reasons.map((reason) => (
          <p key={reason}>{t(`reasons.${reason}`, { name })}</p>
        ))}
      </Banner>
    </div>
  );
}
