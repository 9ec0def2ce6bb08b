import { expect, test } from "vitest";
import { generatePassword } from "./generate-password";
import { judgePassword } from "./judge-password";

test("a generated password has 20 unambiguous characters, one of each class at least, and obeys the rules", () => {
  const passwords = Array.from({ length: 2000 }, generatePassword);
  expect(new Set(passwords).size).toBe(passwords.length);
  for (const password of passwords) {
    expect(password).toHaveLength(20);
    expect(password).toMatch(/[a-z]/);
    expect(password).toMatch(/[A-Z]/);
    expect(password).toMatch(/\d/);
    expect(password).toMatch(/[^A-Za-z0-9]/);
    expect(password).not.toMatch(/[0Oo1Il5S2Z\s]/);
    expect(judgePassword(password, { secondFactor: false, contextWords: ["espalier", "harbor"] })).toBeNull();
  }
});

test("every character may stand at every place", () => {
  const passwords = Array.from({ length: 3000 }, generatePassword);
  for (let place = 0; place < 20; place += 1) {
    // 60 characters, 50 expected of each: none can be missing by chance.
    expect(new Set(passwords.map((password) => password.charAt(place))).size).toBe(60);
  }
});
