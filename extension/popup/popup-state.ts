// What the popup knows.
import type { PageItem } from "../messages.js";
import type { Site } from "../ui/site.js";

export interface PopupState {
  readonly tab?: number;
  readonly site?: Site;
  readonly frames: ReadonlyMap<number, readonly PageItem[]>;
  /** The browser did not let us look. */
  readonly refused: boolean;
}

export type PopupEvent =
  | {
      readonly is: "seen";
      readonly tab: number;
      readonly site: Site;
      readonly frames: PopupState["frames"];
    }
  | { readonly is: "refused" };

export const START: PopupState = { frames: new Map(), refused: false };

/** The state after an event. */
export function reduce(state: PopupState, event: PopupEvent): PopupState {
  if (event.is === "refused") return { ...state, refused: true };
  const { tab, site, frames } = event;
  return { tab, site, frames, refused: false };
}
