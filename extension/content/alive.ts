// An extension that is loaded anew, updated or switched off leaves its scripts behind in open pages. Chrome's go on running:
// they notice, and clear up. Firefox ends them on the spot, so the next one clears up after them.
import { browser } from "../browser.js";

/** Whether the extension that this script belongs to has gone. */
export function isGone(): boolean {
  return browser.runtime?.id === undefined;
}

/** Takes away what a script before this one has left on the page: hosts of marks that nobody keeps. */
export function removeLeftovers(): void {
  for (const one of document.querySelectorAll<HTMLElement>("[popover=manual]"))
    if (rootOf(one)?.querySelector(".layer > button > svg > .ring")) one.remove();
}

/** An extension may look into closed roots: Firefox has it on the element, Chrome in an API. */
function rootOf(element: HTMLElement): ShadowRoot | null | undefined {
  if (__TARGET__ === "firefox")
    return (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  const { dom } = browser as unknown as {
    readonly dom?: { openOrClosedShadowRoot(one: HTMLElement): ShadowRoot | null };
  };
  return dom?.openOrClosedShadowRoot(element);
}
