// What the panel knows, as one value, and how it changes. Answers may come late and out of order: what is not about the
// item in view any more is dropped.
import type { Checked, PageItem, Result } from "../messages.js";
import type { Site } from "../ui/site.js";

/** What the detail view is about: an item on the page, or a file that the reader brought. */
export type Subject =
  | { readonly from: "page"; readonly frame: number; readonly item: number }
  | { readonly from: "file"; readonly number: number };

/** One subject in full. */
export interface Detail {
  readonly subject: Subject;
  /** Address of a medium, name of a file, first words of a text. */
  readonly name: string;
  readonly isText?: true;
  /** The first answer, then better ones; absent while it is read. */
  readonly result?: Result<Checked>;
  /** The bytes themselves, where somebody has them. */
  readonly picture?: Blob;
  /** Something was asked for in addition, and isn't there yet. */
  readonly asking?: "archive" | "remote";
  /** The archive has been asked. */
  readonly lookedUp?: boolean;
}

export interface PanelState {
  /** `unseen`: no frame of the page has a content script. */
  readonly page: "looking" | "unseen" | "seen";
  readonly site?: Site;
  readonly frames: ReadonlyMap<number, readonly PageItem[]>;
  readonly detail?: Detail;
  /** For screen readers, said once. */
  readonly said: string;
}

export type PanelEvent =
  | { readonly is: "another-page" }
  | { readonly is: "site"; readonly site: Site }
  | { readonly is: "listed"; readonly frames: ReadonlyMap<number, readonly PageItem[]> }
  | {
      readonly is: "shown";
      readonly subject: Subject;
      readonly name: string;
      readonly isText?: true;
      readonly result?: Result<Checked>;
    }
  | { readonly is: "asking"; readonly subject: Subject; readonly what: "archive" | "remote" }
  | {
      readonly is: "answered";
      readonly subject: Subject;
      readonly result: Result<Checked>;
      readonly lookedUp?: boolean;
    }
  | { readonly is: "pictured"; readonly subject: Subject; readonly picture: Blob }
  | { readonly is: "closed" }
  | { readonly is: "said"; readonly words: string };

export const START: PanelState = { page: "looking", frames: new Map(), said: "" };

/** The state after an event. */
export function reduce(state: PanelState, event: PanelEvent): PanelState {
  switch (event.is) {
    case "another-page":
      // A file that the reader brought stays in view; what was on the page is gone with it.
      return state.detail?.subject.from === "file"
        ? { ...START, detail: state.detail, said: state.said }
        : START;
    case "site":
      return { ...state, site: event.site };
    case "listed":
      return { ...state, page: event.frames.size > 0 ? "seen" : "unseen", frames: event.frames };
    case "shown": {
      const { is: _, ...detail } = event;
      return { ...state, detail };
    }
    case "asking":
      return onDetail(state, event.subject, (detail) => ({ ...detail, asking: event.what }));
    case "answered":
      return onDetail(state, event.subject, ({ asking: _, ...detail }) => ({
        ...detail,
        result: event.result,
        ...(event.lookedUp && { lookedUp: true }),
      }));
    case "pictured":
      return onDetail(state, event.subject, (detail) => ({ ...detail, picture: event.picture }));
    case "closed": {
      const { detail: _, ...rest } = state;
      return rest;
    }
    case "said":
      return { ...state, said: event.words };
  }
}

function onDetail(
  state: PanelState,
  subject: Subject,
  changed: (detail: Detail) => Detail,
): PanelState {
  return state.detail && keyOf(state.detail.subject) === keyOf(subject)
    ? { ...state, detail: changed(state.detail) }
    : state;
}

/** Whether what is in view is still where it was found; a file of the reader's always is. */
export function isThere({ detail, frames }: PanelState): boolean {
  if (detail?.subject.from !== "page") return true;
  const { frame, item } = detail.subject;
  return frames.get(frame)?.some(({ id }) => id === item) ?? false;
}

/** A subject as a key. */
export function keyOf(subject: Subject): string {
  return subject.from === "page"
    ? `page ${subject.frame} ${subject.item}`
    : `file ${subject.number}`;
}
