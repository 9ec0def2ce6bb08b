import { ids } from "./access-ids";
import type { Row } from "./access-matrix";

const people = { stranger: "/login", operator: "/login" } as const;
const everybody = (at: string): Row => ({ at, expect: { all: 200, ...people } });
const nobody: Row["expect"] = { all: 404, ...people };
const harborsRoot: Row["expect"] = { ...nobody, "root user": 200 };
/** Neither RAM's policies nor those of finance show what others run: the root user's do. */
const anyRoot: Row["expect"] = { ...harborsRoot, "other account's root user": 200 };

export const resourceAccess: Record<string, Row[]> = {
  "/resources": [
    everybody("/resources"),
    everybody("/resources?q=%25&service=nothing&state=junk&cursor=junk"),
    { at: "/resources?owner=bo", expect: anyRoot },
    { at: "/resources?owner=nobody-here", expect: anyRoot },
  ],
  "/resources/[owner]/[id]": ["ada", "bo", "nobody-here", "No%20Name"].flatMap((owner) =>
    [ids.madeUp, "no-id"].map((id) => ({ at: `/resources/${owner}/${id}`, expect: nobody })),
  ),
  "/sub-accounts/[name]/spend": [
    { at: "/sub-accounts/bo/spend", expect: harborsRoot },
    {
      at: "/sub-accounts/ada/spend",
      expect: { ...anyRoot, "sub-account": 200, "other account's sub-account": 200 },
    },
    { at: "/sub-accounts/nobody-here/spend", expect: nobody },
  ],
  "/sub-accounts/[name]/resources": [
    { at: "/sub-accounts/bo/resources", expect: harborsRoot },
    {
      at: "/sub-accounts/ada/resources",
      expect: { ...anyRoot, "sub-account": 200, "other account's sub-account": 200 },
    },
    { at: "/sub-accounts/nobody-here/resources", expect: nobody },
  ],
};
