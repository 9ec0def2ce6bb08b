import { expect, test } from "vitest";
import { tasksOf } from "./tasks-of";

const anyone = { total: 0, mayVerify: true, mayCreate: true };

test("verification comes before the first sub-account", () => {
  for (const verification of ["unverified", "submitted", "rejected"] as const) {
    expect(tasksOf({ ...anyone, verification })).toEqual([{ task: verification, href: "/identity-verification" }]);
  }
  expect(tasksOf({ ...anyone, verification: "approved" })).toEqual([{ task: "first", href: "/sub-accounts/new" }]);
});

test("nobody is sent where they may not go, and nothing is left when nothing is to be done", () => {
  expect(tasksOf({ ...anyone, verification: "rejected", mayVerify: false })).toEqual([
    { task: "rejected", href: undefined },
  ]);
  expect(tasksOf({ ...anyone, verification: "approved", mayCreate: false })).toEqual([]);
  expect(tasksOf({ ...anyone, verification: "approved", total: 1 })).toEqual([]);
});
