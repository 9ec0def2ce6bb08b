import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import type { Person } from "./test";

/** Names that a sub-account of one of the two accounts may not see anything of. */
export const unknown = { sibling: "bo", "other account's": "pip", "made-up": "nobody-here" };

interface Neighbours {
  /** Who looks, and at what: names of here as somebody of there has them, and the other way round. */
  viewers: { who: string; cookie: string; names: typeof unknown }[];
  root: string;
}

interface Site {
  maker: Maker;
  cookieOf: (person: Person) => Promise<string>;
}

let neighbours: Promise<Neighbours> | undefined;

/** Two accounts of this worker's own: nobody else's doings turn a bell of theirs while answers are compared. */
export function neighboursOf(site: Site): Promise<Neighbours> {
  neighbours ??= makeNeighbours(site);
  return neighbours;
}

async function makeNeighbours({ maker, cookieOf }: Site): Promise<Neighbours> {
  const [here, there] = [uniqueName("here"), uniqueName("there")];
  const { email } = await maker.account({ name: here, password: worldPassword, approved: true });
  await maker.account({ name: there, password: worldPassword, approved: true });
  const signsIn = async (account: string, name: string, policies: string[] = []) => {
    await maker.subAccount({ account, name, password: worldPassword, policies });
    return cookieOf({ door: "sub-account", alias: account, name, password: worldPassword });
  };
  await maker.subAccount({ account: here, name: "bo" });
  await maker.subAccount({ account: there, name: "pip" });
  return {
    viewers: [
      { who: "a sub-account", cookie: await signsIn(here, "ada"), names: unknown },
      { who: "a finance user", cookie: await signsIn(here, "lin", ["AliyunBSSReadOnlyAccess"]), names: unknown },
      {
        who: "a sub-account of the other account",
        cookie: await signsIn(there, "ada"),
        names: { ...unknown, sibling: "pip", "other account's": "bo" },
      },
    ],
    root: await cookieOf({ door: "root-user", name: email, password: worldPassword }),
  };
}
