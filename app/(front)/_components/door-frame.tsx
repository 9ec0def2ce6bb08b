import Link from "next/link";
import { getLocale } from "next-intl/server";
import type { ComponentProps, ReactNode } from "react";
import { DoorLayout } from "@/components/layout/door-layout";
import { PreferenceSwitch } from "@/components/layout/preference-switch";
import { Banner } from "@/components/ui/banner";
import { readFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { readTheme } from "@/lib/entrypoints/console/preference-cookies";

interface Props extends Omit<ComponentProps<typeof DoorLayout>, "footer" | "help"> {
  /** The ways on from here, below the form. */
  links?: { href: string; label: string }[];
  /** Below the links. */
  end?: ReactNode;
}

/** Every door: what was just done, the form, the ways on, language and theme. */
export async function DoorFrame({ links = [], end, children, ...layout }: Props) {
  const flash = await readFlash();
  const help = (
    <>
      {links.length > 0 ? (
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {links.map(({ href, label }) => (
            <li key={href}>
              <Link href={href} className="btn-link">
                {label}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {end}
    </>
  );
  return (
    <DoorLayout
      {...layout}
      help={links.length > 0 || end ? help : undefined}
      footer={
        <PreferenceSwitch path={paths.preferencesOfDevice()} locale={await getLocale()} theme={await readTheme()} />
      }
    >
      {flash ? (
        <div className="mt-4">
          <Banner tone={flash.tone} role="status">
            {flash.said}
          </Banner>
        </div>
      ) : null}
      {children}
    </DoorLayout>
  );
}
