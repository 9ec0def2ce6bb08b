import "server-only";

const rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const columns = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"];
const zigzag = ["1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "a1s2d3f4g5h6j7k8l9"];
const forward = [
  "abcdefghijklmnopqrstuvwxyz".repeat(2),
  "0123456789".repeat(13),
  rows.join(""),
  rows.slice(1).join("").repeat(2),
  columns.join(""),
  ...zigzag,
];
const backward = (walk: string) => [...walk].reverse().join("");
const walks = [...forward, ...forward.map(backward), rows.slice(1).map(backward).join("")];

/** Longest unit whose mere repetition is a pattern; longer units are looked up as passwords themselves. */
const shortUnit = 4;

/** A run of the alphabet, the digits or the keyboard, one short unit repeated, or a birthday. Lower case expected. */
export function isPredictablePattern(text: string): boolean {
  return walks.some((walk) => walk.includes(text)) || repeatsShortUnit(text) || isDate(text);
}

/** The unit that the whole text repeats, if it repeats one. */
export function repeatedUnit(text: string): string | null {
  const period = (text + text).indexOf(text, 1);
  return period < text.length ? text.slice(0, period) : null;
}

function repeatsShortUnit(text: string): boolean {
  for (let length = 1; length <= Math.min(shortUnit, text.length / 2); length += 1) {
    if (text.slice(length) === text.slice(0, -length)) return true;
  }
  return false;
}

function isDate(text: string): boolean {
  const digits = /^(\d{4})(\d{2})(\d{2})$|^(\d{2})(\d{2})(\d{4})$/;
  const compact = text.replaceAll(/[-./ ]/g, "");
  if (!digits.test(compact)) return false;
  const [start, middle, end] = [compact.slice(0, 4), compact.slice(4, 6), compact.slice(6)];
  const [first, second, last] = [compact.slice(0, 2), compact.slice(2, 4), compact.slice(4)];
  return isDay(start, middle, end) || isDay(last, first, second) || isDay(last, second, first);
}

function isDay(year: string, month: string, day: string): boolean {
  return /^(19|20)/.test(year) && +month >= 1 && +month <= 12 && +day >= 1 && +day <= 31;
}
