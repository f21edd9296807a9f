// Tab beyond the marks that are in view: to the next or previous medium of the page that has one.

/** The item that follows or precedes `id` in the order of the page; undefined at the ends. */
export function step(
  items: ReadonlyMap<number, { readonly element: Element }>,
  id: number,
  to: "next" | "previous",
): number | undefined {
  const here = items.get(id)?.element;
  if (!here) return undefined;
  const wanted =
    to === "next" ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  let best: { readonly id: number; readonly element: Element } | undefined;
  for (const [other, { element }] of items) {
    if (!element.isConnected || !(here.compareDocumentPosition(element) & wanted)) continue;
    const isNearer = best && element.compareDocumentPosition(best.element) & wanted;
    if (!best || isNearer) best = { id: other, element };
  }
  return best?.id;
}
