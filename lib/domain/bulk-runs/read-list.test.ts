import { expect, it } from "vitest";
import { decodeList, readList } from "./read-list";

const text = "name,display_name\nada,阿达\n";

it("reads UTF-8 with and without its mark, and GB18030", () => {
  expect(decodeList(new TextEncoder().encode(text))).toBe(text);
  expect(decodeList(new TextEncoder().encode(`\ufeff${text}`))).toBe(text);
  const gb18030 = Buffer.concat([Buffer.from("name,display_name\nada,"), Buffer.from([0xb0, 0xa2, 0xb4, 0xef, 0x0a])]);
  expect(decodeList(gb18030)).toBe(text);
  expect(decodeList(Uint8Array.of(0x61, 0xff, 0xff))).toBeUndefined();
});

it.each([
  ["ada", [{ name: "ada" }]],
  ["ada,Ada Li,ada@harbor.test", [{ name: "ada", display_name: "Ada Li", email: "ada@harbor.test" }]],
  ["email,Name\r\nada@harbor.test, ada \r\n\r\n", [{ name: "ada", email: "ada@harbor.test" }]],
  ["name\tlabels\nada\tteam: vision; env: dev", [{ name: "ada", labels: "team: vision; env: dev" }]],
  [
    'name,note\nada,"=not, a formula"\nbo,\'=typed',
    [
      { name: "ada", note: "=not, a formula" },
      { name: "bo", note: "=typed" },
    ],
  ],
])("%j is read", (list, lines) => {
  expect(readList(list)).toEqual({ lines });
});

it.each([
  ["", "listEmpty"],
  ["name,email\n", "listEmpty"],
  ['ada,"', "listUnreadable"],
])("%j is no list", (list, problem) => {
  expect(readList(list)).toEqual({ problem });
});
