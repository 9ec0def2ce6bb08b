import "server-only";
import { cookies } from "next/headers";
import type { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { env } from "@/lib/foundation/env";
import { newId } from "@/lib/foundation/ids";
import { currentRequest } from "./request-facts";

const cookieName = "espalier-flash";
/** Long enough for the redirect that follows. */
const flashSeconds = 10;

type MessageKey = Parameters<ReturnType<typeof useTranslations<never>>>[0];
/** Messages that say what was just done stand below `flash` of their room. */
export type FlashKey = Extract<MessageKey, `${string}.flash.${string}`>;

const tones = ["ok", "warn", "danger"] as const;
type FlashTone = (typeof tones)[number];

const Flash = z.strictObject({
  id: z.uuid(),
  key: z.string().regex(/^[a-zA-Z]+\.flash\.[a-zA-Z]+$/),
  params: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
  tone: z.enum(tones),
});

/** In an action's `after`: what the next page says of it, and how it came out. Never a secret. */
export async function setFlash(
  key: FlashKey,
  params: Record<string, string | number> = {},
  tone: FlashTone = "ok",
): Promise<void> {
  const value = Buffer.from(JSON.stringify({ id: newId(), key, params, tone })).toString("base64url");
  const secure = env().origin.startsWith("https:");
  (await cookies()).set(cookieName, value, {
    httpOnly: true,
    secure,
    sameSite: "lax",
    path: "/",
    maxAge: flashSeconds,
  });
}

const shownMax = 1_000;
const shared = globalThis as typeof globalThis & { espalierFlashes?: Map<string, string> };

/**
 * A page cannot delete a cookie, so this process remembers which request showed a notice: the newest thousand, one list for
 * all of Next's bundles. The same request may ask twice.
 */
function isFirstToShow(id: string, requestId: string): boolean {
  shared.espalierFlashes ??= new Map();
  const list = shared.espalierFlashes;
  const shownBy = list.get(id);
  if (shownBy !== undefined) return shownBy === requestId;
  list.set(id, requestId);
  if (list.size > shownMax) list.delete(list.keys().next().value ?? "");
  return true;
}

/**
 * What was just done, in the language of the page, once; undefined when nothing was, when another page said it already, or
 * when the cookie is not ours.
 */
export async function readFlash(): Promise<{ said: string; tone: FlashTone } | undefined> {
  const value = (await cookies()).get(cookieName)?.value;
  const flash = Flash.safeParse(value && parse(value)).data;
  if (!flash || !isFirstToShow(flash.id, (await currentRequest()).requestId)) return undefined;
  const t = await getTranslations();
  return isKey(t, flash.key) ? { said: t(flash.key, flash.params), tone: flash.tone } : undefined;
}

function isKey(t: Awaited<ReturnType<typeof getTranslations<never>>>, key: string): key is FlashKey {
  return t.has(key as FlashKey);
}

function parse(value: string): unknown {
  try {
    return JSON.parse(Buffer.from(value, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
