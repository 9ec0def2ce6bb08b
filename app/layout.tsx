import "./globals.css";

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getNow, getTimeZone } from "next-intl/server";
import type { ReactNode } from "react";
import { mono, sans } from "./fonts";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: "Espalier",
  applicationName: "Espalier",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.svg", type: "image/svg+xml" },
      { url: "/favicon.ico", sizes: "32x32" },
    ],
    apple: "/icon-180.png",
  },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, now, timeZone] = await Promise.all([getLocale(), getMessages(), getNow(), getTimeZone()]);
  const theme = (await cookies()).get("espalier-theme")?.value;
  return (
    <html
      lang={locale}
      data-theme={theme === "light" || theme === "dark" ? theme : "system"}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body>
        <NextIntlClientProvider
          locale={locale}
          now={now}
          timeZone={timeZone}
          messages={{ common: messages.common, errors: messages.errors }}
        >
          {children}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
