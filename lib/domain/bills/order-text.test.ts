import { expect, it } from "vitest";
import { orderText } from "./order-text";

const standing = (text: string) => orderText(text).map((one) => `${one.fromRight ? "<" : ">"}${one.text}`);

it("leaves a line that is read from the left as it is", () => {
  expect(standing("Łódź (3) 林晓雨")).toEqual([">Łódź (3) 林晓雨"]);
});

it("puts words that are read from the right in their order, and a number among them from the left", () => {
  expect(standing("נמל 12 בע״מ")).toEqual(["< בע״מ", ">12", "<נמל "]);
});

it("turns brackets where they open to the other side, and keeps a foreign name whole", () => {
  expect(standing("נמל (Harbor Ltd)")).toEqual(["<(", ">Harbor Ltd", "<נמל )"]);
  expect(standing("Harbor (נמל)")).toEqual([">Harbor (", "<נמל", ">)"]);
});

it("splits no letter that takes two units", () => {
  expect(standing("נמל 🌱 ירוק").map((text) => text.isWellFormed())).not.toContain(false);
});
