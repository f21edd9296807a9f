// What a reader sees at a point: the medium, or something that lies over it. Overlays that draw nothing (links, hover
// targets) are common and don't count. A cover with `pointer-events: none` can't be found this way: the panel, not the
// mark, is what a reader relies on.
import { SIZE } from "./mark-style.js";

/** What was found at a point. */
export interface Sight {
  /** The medium can be seen there. */
  readonly seen: boolean;
  /** Our own host is over it: false also where a modal dialog makes the host inert. */
  readonly ours: boolean;
}

/** From the middle of a mark to a point at its side that is still the medium's. */
const BESIDE = SIZE / 2 + 3;
/** Less than this much of a medium's ink, and a reader sees what lies behind it. */
const FAINTEST = 0.5;
/** A layer that hides more than this is a cover. */
const VEIL = 1 / 3;
const PICTURES = "img,video,canvas,iframe,embed,object,input,select,textarea,button";

/** Whether anything of the medium is drawn at all: displayed, visible, and not faint. */
export function isDrawn(medium: Element): boolean {
  if (!medium.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
    return false;
  let ink = 1;
  for (let at: Element | null = medium; at && ink >= FAINTEST; at = parentOf(at)) {
    const { opacity, filter } = getComputedStyle(at);
    ink *= Number(opacity) * inkOf(filter);
  }
  return ink >= FAINTEST;
}

/**
 * What is at a point of the viewport, the middle of a mark. A mark that is there already is looked past at its sides first:
 * all that lies at one point is costly to know on a page of ten thousand images, the topmost element isn't.
 */
export function sightOf(medium: Element, x: number, y: number, host: Element): Sight {
  const top = document.elementFromPoint(x, y);
  if (top === medium) return { seen: true, ours: false };
  const isBeside = (from: number) => document.elementFromPoint(x + from, y) === medium;
  if (top === host && isBeside(-BESIDE) && isBeside(BESIDE)) return { seen: true, ours: true };
  return sightThrough(medium, x, y, host);
}

function sightThrough(medium: Element, x: number, y: number, host: Element): Sight {
  const chain = rootsOf(medium);
  let ours = false;
  for (const [level, root] of chain.entries()) {
    const next = chain[level + 1];
    const target = next instanceof ShadowRoot ? next.host : medium;
    const stack = root.elementsFromPoint(x, y).filter((one) => one.getRootNode() === root);
    const at = stack.findIndex((one) => isTarget(one, target));
    if (at < 0) return { seen: false, ours };
    const above = stack.slice(0, at);
    if (level === 0) ours = above.includes(host);
    if (above.some((one) => one !== host && one !== target && covers(one)))
      return { seen: false, ours };
  }
  return { seen: true, ours };
}

/** A medium that takes no clicks isn't found at any point; then what holds it is looked for. */
function isTarget(one: Element, target: Element): boolean {
  if (one === target) return true;
  return one.contains(target) && getComputedStyle(target).pointerEvents === "none";
}

function covers(one: Element): boolean {
  if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  if (one.matches(PICTURES)) return true;
  const { backgroundColor, backgroundImage, backdropFilter, opacity } = getComputedStyle(one);
  if (backgroundImage.includes("url(") || (backdropFilter && backdropFilter !== "none"))
    return true;
  return alphaOf(backgroundColor) * Number(opacity) > VEIL;
}

/** Of a computed colour: `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)`, `oklch(0.5 0.1 20 / 0.5)`. */
export function alphaOf(colour: string): number {
  if (colour === "transparent") return 0;
  const [, part] =
    /^rgba\(.*,\s*([\d.e-]+)\)$|\/\s*([\d.e-]+)\)$/.exec(colour)?.filter(Boolean) ?? [];
  return part === undefined ? 1 : Number(part);
}

function inkOf(filter: string): number {
  const [, part] = /opacity\(([\d.e-]+)\)/.exec(filter) ?? [];
  return part === undefined ? 1 : Number(part);
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return (
    element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
  );
}

/** From the document down to the root that the element is in. */
function rootsOf(element: Element): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [];
  for (let at: Node = element.getRootNode(); ; at = at.host.getRootNode()) {
    if (at instanceof Document) return [at, ...roots];
    if (!(at instanceof ShadowRoot)) return [];
    roots.unshift(at);
  }
}
