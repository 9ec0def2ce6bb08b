import { expect, it } from "vitest";
import { parseMicros, zero } from "@/lib/foundation/money";
import { writeAmountInChinese } from "./write-amount-in-chinese";

it.each([
  ["0", "人民币零元整"],
  ["0.05", "人民币伍分"],
  ["0.50", "人民币伍角整"],
  ["1", "人民币壹元整"],
  ["10.01", "人民币壹拾元零壹分"],
  ["1409.50", "人民币壹仟肆佰零玖元伍角整"],
  ["6007.14", "人民币陆仟零柒元壹角肆分"],
  ["107000.53", "人民币壹拾万零柒仟元伍角叁分"],
  ["100000001", "人民币壹亿零壹元整"],
  ["1234500000000", "人民币壹万贰仟叁佰肆拾伍亿元整"],
  ["1000000000000", "人民币壹万亿元整"],
  ["-12.30", "人民币负壹拾贰元叁角整"],
])("%s is said as %s", (amount, said) => {
  expect(writeAmountInChinese(parseMicros(amount) ?? zero)).toBe(said);
});
