import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { LevelBar, levelOf } from "./level-bar";

it("tells a bound that is nearly reached from one that is not, by a mark and words beside the colour", () => {
  expect([0, 400, 799, 800, 970, 999, 1000, 2500].map(levelOf)).toEqual([
    ...["within", "within", "within", "near", "near", "near", "reached", "reached"],
  ]);
  const bar = (perMille: number) => renderToStaticMarkup(<LevelBar perMille={perMille} words={`${perMille}`} />);
  expect(bar(400)).not.toContain("icon");
  expect(bar(970)).toContain("text-warn");
  expect(bar(970)).toContain('class="lucide');
  expect(bar(2500)).toContain('width="1000"');
  expect(bar(2500)).toContain("text-danger");
});
