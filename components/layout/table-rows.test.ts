// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { stepRow, tickRow } from "./table-rows";

beforeEach(() => {
  document.body.innerHTML = `
    <main>
      <table><tbody><tr><td>no way from here</td></tr></tbody></table>
      <table>
        <thead><tr><th><a href="/sorted" id="sort">Name</a></th></tr></thead>
        <tbody>
          <tr><th><input type="checkbox" id="box-a"><a href="/a" id="a">a</a></th><td><a href="/x" id="other">x</a></td></tr>
          <tr><th>sum</th></tr>
          <tr><th>b</th><td><a href="/b" id="b">b</a></td></tr>
          <tr><th><input type="checkbox" id="c"></th></tr>
        </tbody>
      </table>
      <table><tbody><tr><th><a href="/z" id="z">z</a></th></tr></tbody></table>
    </main>`;
  Element.prototype.scrollIntoView = () => undefined;
});

const focused = () => document.activeElement?.id;
const focus = (id: string) => document.getElementById(id)?.focus();
const isTicked = (id: string) => (document.getElementById(id) as HTMLInputElement).checked;

it("goes through the rows that lead somewhere, of the first table that has one, and stops at its ends", () => {
  const passed = [1, 1, 1, 1, -1, -1, -1].map((step) => {
    stepRow(step as 1 | -1);
    return focused();
  });
  expect(passed).toEqual(["a", "b", "c", "c", "b", "a", "a"]);
});

it("stays in the table that has the focus", () => {
  focus("z");
  stepRow(1);
  expect(focused()).toBe("z");
  focus("other");
  stepRow(1);
  expect(focused()).toBe("b");
});

it("begins at the first row from outside of the rows", () => {
  focus("sort");
  stepRow(-1);
  expect(focused()).toBe("a");
});

it("ticks the row that has the focus and leaves the focus; without one nothing", () => {
  tickRow();
  focus("a");
  tickRow();
  expect([isTicked("box-a"), isTicked("c"), focused()]).toEqual([true, false, "a"]);
  tickRow();
  expect(isTicked("box-a")).toBe(false);
});

it("does nothing on a page without a table", () => {
  document.body.innerHTML = "<main></main>";
  stepRow(1);
  tickRow();
  expect(focused()).toBeFalsy();
});
