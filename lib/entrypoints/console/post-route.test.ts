import { describe, expect, it } from "vitest";
import { env } from "@/lib/foundation/env";
import { postRoute, seeOther } from "./post-route";

const { origin } = env();
const echo = postRoute(async (form) => seeOther("/home", { "X-Said": form.get("theme") ?? "nothing" }));

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const length = String(Buffer.byteLength(body));
  const given = { origin, "content-length": length, "content-type": "application/x-www-form-urlencoded", ...headers };
  return echo(new Request(`${origin}/anywhere`, { method: "POST", body, headers: given }));
}

describe("a plain form with an answer of its own", () => {
  it("is read and answered with a GET", async () => {
    const answer = await post("theme=dark");
    expect([answer.status, answer.headers.get("location"), answer.headers.get("x-said")]).toEqual([
      303,
      "/home",
      "dark",
    ]);
    expect((await post("")).headers.get("x-said")).toBe("nothing");
  });

  it.each([{ origin: "https://evil.example" }, { origin: "null" }, { origin: "" }])(
    "is refused from %o",
    async (from) => {
      expect((await post("theme=dark", from)).status).toBe(403);
    },
  );

  it("is refused when it is large, hides its length or is no form", async () => {
    expect((await post(`theme=${"x".repeat(5000)}`)).status).toBe(413);
    expect((await post("theme=dark", { "content-length": "many" })).status).toBe(413);
    expect((await post("{}", { "content-type": "application/json" })).status).toBe(415);
    expect((await post("x", { "content-type": "multipart/form-data; boundary=x" })).status).toBe(415);
  });
});
