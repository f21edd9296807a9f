// How a site says that it wants no marks over its pages.
import { Window } from "happy-dom";
import { describe, expect, it } from "vitest";
import { allowsMarks } from "../../../extension/content/allowed.js";

function allows(head: string): boolean {
  const { document } = new Window();
  document.head.innerHTML = head;
  return allowsMarks(document as unknown as Document);
}

describe("marks over a page", () => {
  it.each([
    '<meta name="CR-allow-UI-injection" content="false">',
    '<meta name="cr-allow-ui-injection" content=" No ">',
    '<meta http-equiv="CR-allow-UI-injection" content="FALSE">',
    '<meta name="description" content="x"><meta name="CR-allow-UI-injection" content="no">',
  ])("are not wanted where it says %s", (head) => {
    expect(allows(head)).toBe(false);
  });

  it.each([
    "",
    '<meta name="CR-allow-UI-injection" content="true">',
    '<meta name="CR-allow-UI-injection">',
    '<meta name="other" content="false">',
  ])("are drawn where it says %j", (head) => {
    expect(allows(head)).toBe(true);
  });
});
