import "server-only";
import type { Micros } from "@/lib/foundation/money";

const digits = "零壹贰叁肆伍陆柒捌玖";
const places = ["", "拾", "佰", "仟"];
const groups = ["", "万", "亿", "万"];
const hundredMillions = 2;
const fen = 10_000n;

/** A whole number of fen in the characters that nobody can alter (大写金额), as papers in China say a sum of yuan. */
export function writeAmountInChinese(amount: Micros): string {
  const absolute = amount < 0n ? -amount : amount;
  const yuan = absolute / 1_000_000n;
  const [tenths, hundredths] = [(absolute / (10n * fen)) % 10n, (absolute / fen) % 10n];
  const whole = yuan === 0n ? "" : `${writeWhole(yuan.toString())}元`;
  return `人民币${amount < 0n ? "负" : ""}${whole}${writeCoins(tenths, hundredths, whole !== "")}`;
}

function writeCoins(tenths: bigint, hundredths: bigint, afterYuan: boolean): string {
  if (tenths === 0n && hundredths === 0n) return afterYuan ? "整" : "零元整";
  const zero = afterYuan && tenths === 0n ? "零" : "";
  const jiao = tenths === 0n ? "" : `${sayDigit(tenths)}角`;
  return hundredths === 0n ? `${jiao}整` : `${zero}${jiao}${sayDigit(hundredths)}分`;
}

const sayDigit = (digit: bigint | string) => digits[Number.parseInt(digit.toString(), 10)] ?? "";

/** In groups of four; zeros between what is not zero are said once. */
function writeWhole(text: string): string {
  const padded = text.padStart(Math.ceil(text.length / 4) * 4, "0");
  const count = padded.length / 4;
  let said = "";
  let skipped = false;
  for (let group = 0; group < count; group++) {
    const four = padded.slice(group * 4, group * 4 + 4);
    for (const [index, digit] of [...four].entries()) {
      if (digit === "0") {
        skipped = said !== "";
        continue;
      }
      said += `${skipped ? "零" : ""}${sayDigit(digit)}${places[3 - index]}`;
      skipped = false;
    }
    const power = count - 1 - group;
    if (four !== "0000" || (power === hundredMillions && said !== "")) said += groups[power];
  }
  return said;
}
