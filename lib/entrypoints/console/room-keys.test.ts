import { describe, expect, it } from "vitest";
import { paths } from "./paths";
import { withKeys } from "./room-keys";

const room = (href: string) => ({ href, label: href });

describe("keys of rooms", () => {
  it("are the letters that the design names", () => {
    const rooms = [paths.bills.list(), paths.accessKeys.list(), paths.subAccounts.list()].map(room);
    expect(withKeys(rooms).map(({ href, key }) => [href, key])).toEqual([
      ["/sub-accounts", "s"],
      ["/access-keys", "k"],
      ["/bills", "b"],
    ]);
  });

  it("are given to no room that is not shown; a room without a letter is left out", () => {
    expect(withKeys([room(paths.home()), room("/made-up")])).toEqual([{ key: "h", href: "/home", label: "/home" }]);
  });
});
