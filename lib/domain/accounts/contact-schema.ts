import * as z from "zod";

const emailMax = 254;
const address =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** Normalized before it is judged, so that a look-alike `＠` cannot hide a second address (GHSA-7rqj-j65f-68wh). */
const normalize = (value: string) => value.normalize("NFKC").trim().toLowerCase();
const isAddress = (value: string) => value.length <= emailMax && address.test(value);

export const email = z
  .string()
  .min(1, "required")
  .max(emailMax * 2, "tooLong")
  .transform(normalize)
  .refine(isAddress, "email");

export const optionalEmail = z
  .string()
  .max(emailMax * 2, "tooLong")
  .transform(normalize)
  .refine((value) => value === "" || isAddress(value), "email");

/** E.164 with the separators people type; without `+` it is read as a number of mainland China. */
const digits = (value: string) => value.normalize("NFKC").replace(/[\s().-]/g, "");
const isPhone = (value: string) => /^\+[1-9]\d{6,14}$/.test(value);
const international = (value: string) => (/^1\d{10}$/.test(value) ? `+86${value}` : value);

export const phone = z
  .string()
  .min(1, "required")
  .max(40, "tooLong")
  .transform((value) => international(digits(value)))
  .refine(isPhone, "phone");

export const optionalPhone = z
  .string()
  .max(40, "tooLong")
  .transform((value) => international(digits(value)))
  .refine((value) => value === "" || isPhone(value), "phone");
