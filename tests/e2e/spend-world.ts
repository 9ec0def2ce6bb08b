import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";

/** An account whose sub-accounts `ada` and `bo` used something for two days, with `fin`, who may read its bills. */
export async function spendWorld(maker: Maker) {
  const account = uniqueName("spend");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const signing = { account, password: worldPassword };
  for (const name of ["ada", "bo"]) await maker.subAccount({ ...signing, name });
  await maker.subAccount({ ...signing, name: "fin", policies: ["AliyunBSSReadOnlyAccess"] });
  return { account, email, ...(await maker.history({ account, people: ["ada", "bo"], days: 2 })) };
}
