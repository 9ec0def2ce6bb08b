import "server-only";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { invalidField } from "@/lib/foundation/errors";

/** In E.164 (`+8613800138000`), or null where no such number can exist. Without + it is a number of `country`. */
export function normalizePhone(phone: string, country: CountryCode = "CN"): string | null {
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: country, extract: false });
  return parsed?.isValid() && !parsed.ext ? parsed.number : null;
}

/** The same for a form's field that may be empty. Throws `invalid-input` on field `phone`. */
export function dialable(noun: string, typed: string): string {
  const phone = typed && normalizePhone(typed);
  if (phone === null) throw invalidField(noun, "phone", "phone");
  return phone;
}

/** `86-13800138000`, as RAM writes a stored number; empty for none. */
export function splitPhone(phone: string): string {
  const parsed = phone && parsePhoneNumberFromString(phone, { extract: false });
  return parsed ? `${parsed.countryCallingCode}-${parsed.nationalNumber}` : phone;
}
