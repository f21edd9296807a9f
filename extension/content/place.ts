// Where a mark goes on its medium: into the corner where lines end, or the next best place where the medium itself is
// to be seen. What is clipped, scrolled away, covered or see-through gets no mark: it would sit on something else.
import type { BubbleSide } from "./mark.js";
import { BUBBLE, SIZE } from "./mark-style.js";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The upper left corner of a mark, in pixels of the viewport. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const INSET = 6;
/** Of a mark on a strip of controls: so much of it lies on the strip, less than would cover a control. */
const ON_STRIP = SIZE / 2 + 2;
/** Parts of the width and height: inside a circle, inside a square that stands on its corner. */
const DEEPER = [0.15, 0.27] as const;

/**
 * Where a mark may go, best first. None where less of the medium can be seen than a mark needs.
 * `direction` is the page's: the mark is where lines end, at the top. A strip of controls, as of a player of sounds, has
 * it across its upper edge.
 */
export function spots(
  medium: Box,
  viewport: Size,
  direction: "ltr" | "rtl",
  isStrip = false,
): Spot[] {
  const seen: Box = {
    left: Math.max(medium.left, 0),
    top: Math.max(medium.top, 0),
    right: Math.min(medium.right, viewport.width),
    bottom: Math.min(medium.bottom, viewport.height),
  };
  const width = seen.right - seen.left;
  const height = seen.bottom - seen.top;
  if (width < SIZE || height < SIZE) return [];
  const corner = (end: boolean, top: boolean, part?: number): Spot => {
    const across = Math.min(part === undefined ? INSET : part * width, (width - SIZE) / 2);
    const along = Math.min(part === undefined ? INSET : part * height, (height - SIZE) / 2);
    const right = end === (direction === "ltr");
    return {
      x: Math.round(right ? seen.right - SIZE - across : seen.left + across),
      y: Math.round(top ? seen.top + along : seen.bottom - SIZE - along),
    };
  };
  const first = corner(true, true);
  return [
    isStrip ? { x: first.x, y: Math.max(0, Math.round(seen.top) + ON_STRIP - SIZE) } : first,
    ...DEEPER.map((part) => corner(true, true, part)),
    corner(false, true),
    corner(true, false),
    corner(false, false),
  ];
}

/** The side of a mark on which its bubble has room. */
export function bubbleSide({ x, y }: Spot, viewport: Size): BubbleSide {
  return {
    across: x + SIZE > viewport.width / 2 && x + SIZE >= BUBBLE.width ? "left" : "right",
    along: y + SIZE + BUBBLE.height > viewport.height ? "up" : "down",
  };
}
