import "server-only";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** In E.164 (`+8613800138000`), or null where no such number can exist. Without + it is a number of `country`. */
export function normalizePhone(phone: string, country: CountryCode = "CN"): string | null {
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: country, extract: false });
  return parsed?.isValid() && !parsed.ext ? parsed.number : null;
}
