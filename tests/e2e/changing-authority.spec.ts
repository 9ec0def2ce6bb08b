import { randomUUID } from "node:crypto";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { expect, test } from "./test";

/** Each may be in five groups. */
const people = ["ada", "bo", "cy", "dan", "eve", "fay", "gil", "hal"];
const pages = ["/sub-accounts", "/groups", "/policies"];

/** As Next writes into a page what failed while it was drawn: the digest of an error, which is none of its own signals. */
const failure = /data-dgst="\d+"/;

test("a page that is asked for while permissions change is shown or asked for anew, and never an error", async ({
  http,
  maker,
  cookieOf,
}) => {
  const account = uniqueName("epoch");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  for (const name of people) await maker.subAccount({ account, name });
  const session = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  // As after a detour to the page that asks for a proof: the shell looks for the form that was kept.
  const cookie = `${session}; espalier-kept=${randomUUID()}`;
  let isOver = false;
  const changes = (async () => {
    for (const member of people) {
      for (let n = 0; n < 5; n++) await maker.group({ account, name: `${member}-${n}`, members: [member] });
    }
    isOver = true;
  })();
  const readers = pages.map(async (path) => {
    while (!isOver) {
      const { status, headers, body } = await http({ path, cookie });
      expect([200, 307]).toContain(status);
      if (status === 307) expect(headers.location).toBe(path);
      expect(failure.test(body), `${path} as drawn`).toBe(false);
    }
  });
  await Promise.all([changes, ...readers]);
  // However fast they followed one another: once they are over, every page is there.
  for (const path of pages) expect((await http({ path, cookie })).status).toBe(200);
});
