import type { Part } from "../support/encode-multipart";

const bytes = (...values: number[]) => Buffer.from(values);

/** What no field expects; each is tried in every field in turn. */
export const hostileValues: [string, string | Buffer][] = [
  ["nothing", ""],
  ["a space", " "],
  ["NUL", "a\0b"],
  ["only NUL", "\0"],
  ["a lone surrogate", bytes(0x61, 0xed, 0xa0, 0x80, 0x62)],
  ["broken UTF-8", bytes(0xc3, 0x28, 0xff, 0xfe)],
  ["overlong UTF-8", bytes(0xc0, 0xaf)],
  ["a line break", "a\r\nSet-Cookie: espalier-session=x"],
  ["bidirectional marks", "\u202Eadmin\u2066"],
  ["zero width", "\u200b\u200d\ufeff"],
  ["combining marks", `a${"\u0301".repeat(400)}`],
  ["full width", "ａｄａ＠ｈａｒｂｏｒ"],
  ["a dotted capital", "İſK"],
  ["256 characters", "x".repeat(256)],
  ["10,000 characters", "y".repeat(10_000)],
  ["1 MB", "z".repeat(1_000_000)],
  ["1 MB of Han", "汉".repeat(340_000)],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
  ["an object", "[object Object]"],
  ["JSON", '{"$ne":null}'],
  ["a Flight reference", "$F1"],
  ["a Flight promise", "$@0"],
  ["1e308", "1e308"],
  ["-1", "-1"],
  ["many digits", "9".repeat(400)],
  ["a date of no calendar", "0000-00-00T25:61:61Z"],
  ["a date far away", "99999-12-31"],
  ["markup", '"><script>alert(1)</script><img src=x onerror=alert(1)>'],
  ["SQL", "'; drop table app.accounts cascade; --"],
  ["a path", "../../../../etc/passwd"],
  ["a template", "#{7*7}{{7*7}}<%= 7*7 %>"],
  ["percent", "%00%0d%0a%u0000"],
  ["two addresses", "a@b.test,c@d.test"],
  ["ICU", "{count, plural, =0 {"],
];

/** One field sent in a shape it never has. */
export const hostileShapes: [string, (name: string, value: string | Buffer) => Part[]][] = [
  ["missing", () => []],
  [
    "twice",
    (name, value) => [
      { name, value },
      { name, value: "again" },
    ],
  ],
  ["fifty times", (name, value) => Array.from({ length: 50 }, () => ({ name, value }))],
  ["as a file", (name) => [{ name, value: "text", fileName: "a.txt", type: "text/plain" }]],
  ["as an empty file", (name) => [{ name, value: "", fileName: "", type: "application/octet-stream" }]],
  ["as a list", (name, value) => [{ name: `${name}[]`, value }]],
  ["as a member", (name, value) => [{ name: `${name}.value`, value }]],
  [
    "under a prototype",
    (name, value) => [
      { name: "__proto__", value },
      { name: `__proto__[${name}]`, value },
    ],
  ],
  [
    "beside an unknown one",
    (name, value) => [
      { name, value },
      { name: "isAdmin", value: "true" },
    ],
  ],
  [
    "beside 300 others",
    (name, value) => [
      { name, value },
      ...Array.from({ length: 300 }, (_, index) => ({ name: `n${index}`, value: "x" })),
    ],
  ],
  [
    "beside a nameless one",
    (name, value) => [
      { name, value },
      { name: "", value: "x" },
    ],
  ],
  [
    "with another account's id",
    (name, value) => [
      { name, value },
      { name: "accountId", value: "00000000-0000-4000-8000-000000000000" },
    ],
  ],
];

/** React's own hidden fields, broken. */
export const hostileFlight: [string, (field: string, value: string) => string][] = [
  ["no JSON", (field, value) => (/:\d+$/.test(field) ? "{" : value)],
  ["an unknown action", (_field, value) => value.replace(/[0-9a-f]{42}/, "7f".padEnd(42, "0"))],
  ["an action of no alphabet", (_field, value) => value.replace(/[0-9a-f]{42}/, "../../etc/passwd")],
  ["a dangling reference", (field, value) => (/:0$/.test(field) ? value.replace(/\$@\d+/, "$@99") : value)],
  ["itself", (field, value) => (/:1$/.test(field) ? '["$0"]' : value)],
  ["no state", (field, value) => (/:1$/.test(field) ? "[null]" : value)],
  [
    "a state of other types",
    (field, value) =>
      /:1$/.test(field)
        ? '[{"attempt":"1e9","values":{"name":{"a":[1]}},"fieldErrors":{"name":"x"},"formError":7}]'
        : value,
  ],
  [
    "a state with a prototype",
    (field, value) => (/:1$/.test(field) ? '[{"__proto__":{"then":"$1:then"},"constructor":{"prototype":{}}}]' : value),
  ],
  ["a server reference as state", (field, value) => (/:1$/.test(field) ? '["$F1"]' : value)],
  ["a deep state", (field, value) => (/:1$/.test(field) ? `${"[".repeat(5_000)}${"]".repeat(5_000)}` : value)],
];

/** Whole bodies that are not what they say. */
export const hostileBodies: [string, (body: Buffer, type: string) => { body: Buffer; type: string }][] = [
  ["cut in the middle", (body, type) => ({ body: body.subarray(0, body.length - 40), type })],
  ["cut at once", (body, type) => ({ body: body.subarray(0, 30), type })],
  ["without boundary", (body) => ({ body, type: "multipart/form-data" })],
  ["with another boundary", (body) => ({ body, type: "multipart/form-data; boundary=other" })],
  ["as urlencoded", (body) => ({ body, type: "application/x-www-form-urlencoded" })],
  ["as JSON", (body) => ({ body, type: "application/json" })],
  ["as text", (body) => ({ body, type: "text/plain" })],
  ["empty", (_body, type) => ({ body: Buffer.alloc(0), type })],
  ["of noise", (_body, type) => ({ body: Buffer.alloc(4096, 0xa5), type })],
];
