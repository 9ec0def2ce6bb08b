import { expect, test } from "vitest";
import { writeHandOverFile } from "./write-hand-over-file";

const handOver = {
  signInLink: "https://console.example.com/harbor/login",
  alias: "harbor",
  fullName: "harbor#ada",
  name: "ada",
  password: "x".repeat(20),
  claimLink: "",
  accessKeyId: "",
  accessKeySecret: "",
  consoleSignIn: true,
  ownAccessKeys: false,
};

test("is one line below its heads, in UTF-8 with its mark and CRLF", () => {
  expect(writeHandOverFile([handOver])).toBe(
    "\ufeffsign_in_link,alias,user_name,sub_account,password,claim_link,access_key_id,access_key_secret," +
      "console_sign_in,own_access_keys\r\n" +
      `https://console.example.com/harbor/login,harbor,harbor#ada,ada,${"x".repeat(20)},,,,yes,no\r\n`,
  );
});

test.each(['a,"b"', "=1+1 and more", " leading", "two\r\nlines"])("gives the password %j back as it is", (password) => {
  const file = writeHandOverFile([{ ...handOver, password }]);
  const quoted = /[",\r\n]/.test(password) ? `"${password.replaceAll('"', '""')}"` : password;
  expect(file).toContain(`,ada,${quoted},,,,yes,no\r\n`);
});

test("guards everything else that a spreadsheet would take for a formula", () => {
  expect(writeHandOverFile([{ ...handOver, alias: "=cmd" }])).toContain(",'=cmd,");
});

test("holds a line for each of a batch, with claim links instead of passwords", () => {
  const of = (name: string) => ({
    ...handOver,
    name,
    password: "",
    claimLink: `https://console.example.com/claim/${name}`,
  });
  const [, ...lines] = writeHandOverFile([of("ada"), of("lin")])
    .trimEnd()
    .split("\r\n");
  expect(lines.map((line) => line.split(",").slice(3, 6))).toEqual([
    ["ada", "", "https://console.example.com/claim/ada"],
    ["lin", "", "https://console.example.com/claim/lin"],
  ]);
});
