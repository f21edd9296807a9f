// Every message between the contexts of the extension, by direction. Contexts meet here and nowhere else.
//   content script, panel --port "check"--> engine        bytes as Blob, or an address; an answer by number
//   content script --message--> background                 what a page holds (for the toolbar), the panel to be opened
//   background, panel --message--> content script          look, list, tell about one, show where it is
// A message that is not for a context is left unanswered: a promise would steal another context's answer.
import type { ExaminedPassage } from "../src/examine/index.js";
import type { Verdict } from "../src/index.js";

/** An answer, or an error of ours in a form that survives a message. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint?: string };

/** The kinds of things that are looked for on pages. */
export type MediaKind =
  | "image"
  | "background"
  | "video"
  | "audio"
  | "poster"
  | "document"
  /** Words of the page. */
  | "text";

// To the engine

export const CHECK_PORT = "check";

/** What is to be checked, and how much may be done for it. */
export interface CheckRequest {
  readonly number: number;
  /**
   * `page`: the bytes that the page itself has. `file`: a file that the reader brought. `address`: nobody has the bytes,
   * so they are asked for again, and may not be what the page shows. `words`: what the page says, a Passage as JSON.
   */
  readonly source:
    | { readonly from: "page" | "file" | "words"; readonly blob: Blob; readonly name: string }
    | {
        readonly from: "address";
        readonly url: string;
        /** Pixels as the page shows them, where known: another size is another picture. */
        readonly shown?: { readonly width: number; readonly height: number };
      }
    /** Bytes that the page has, by their SHA-256 in hex: answered from memory, FILE_NOT_FOUND where nothing is known. */
    | { readonly from: "digest"; readonly sha256: string };
  /** The reader asked for this very one: larger files are read, and nothing is answered from memory. */
  readonly asked?: boolean;
  /** Also hand over the pictures that the credential holds. */
  readonly pictures?: boolean;
  /** Look it up in the archive, at the gateways of the settings. */
  readonly archive?: boolean;
  /** Fetch the manifest that the file names, from this host: the reader agreed to it. */
  readonly remoteHost?: string;
}

/** What came of a check. */
export interface Checked {
  readonly verdict: Verdict;
  readonly of: "page" | "file" | "address";
  /** Bytes that were asked of the network for it. */
  readonly fetched: number;
  /** The file at the address is no picture of the size that the page shows: the verdict is about that file alone. */
  readonly differs?: true;
  /** Of words: what they have to do with those that were signed, and which they are. */
  readonly words?: Omit<ExaminedPassage, "verdict">;
  /** By JUMBF URI. */
  readonly pictures?: ReadonlyMap<string, Blob>;
  /** The signer's certificates as PEM, the signer's own first: for the reader's own list. With the pictures. */
  readonly certificates?: readonly string[];
}

export interface CheckAnswer {
  readonly number: number;
  readonly result: Result<Checked>;
}

/** To the engine's page. */
export interface ToEngine {
  readonly to: "engine";
  readonly tell: "settings-changed";
}

// About a page

/** One medium on a page. What it shows is decided by the verdict; None stays unmarked. */
export interface PageItem {
  /** Within its frame. */
  readonly id: number;
  readonly kind: MediaKind;
  /** Of a text: no address, but a name of its own in this frame. */
  readonly url: string;
  /** The first words of a text, as the page has them: make them plain. */
  readonly excerpt?: string;
  /** Absent while it is being checked. */
  readonly checked?: Result<Omit<Checked, "pictures">>;
  /** Why it wasn't checked: too large without a click, too many on this page. */
  readonly waiting?: "large" | "many";
}

/** How a page is treated. */
export type SiteMode = "off" | "click" | "automatic";

/** To the background. */
export type ToBackground =
  /** The engine is needed: answered when it listens. */
  | { readonly to: "background"; readonly ask: "engine" }
  /** What the reader has chosen: Settings. */
  | { readonly to: "background"; readonly ask: "settings" }
  /** How this page is to be treated. */
  | { readonly to: "background"; readonly ask: "page-mode" }
  /** The texts of the language that the reader chose: Messages; undefined when it is the browser's. */
  | { readonly to: "background"; readonly ask: "messages" }
  /** What a frame has found so far: how many of its media carry credentials, and whether one of them is Invalid. */
  | {
      readonly to: "background";
      readonly tell: "found";
      readonly marked: number;
      readonly invalid: boolean;
      /** Short numbers of the addresses that were found to carry credentials since it told before: shortOf. */
      readonly carriers?: readonly number[];
    }
  /** A mark was clicked: show the panel with this item. */
  | { readonly to: "background"; readonly tell: "open"; readonly item: number }
  /** Show this item in the panel of a tab, which is open or opening. */
  | {
      readonly to: "background";
      readonly tell: "show";
      readonly tab: number;
      readonly frame: number;
      readonly item: number;
    }
  /** Which frames of a tab have a content script: number[]. */
  | { readonly to: "background"; readonly ask: "frames"; readonly tab: number }
  /** How far the browser lets us ask for the file at an address: Reach. */
  | { readonly to: "background"; readonly ask: "reach"; readonly url: string }
  /** Look at the page of a tab now, where the host isn't granted, too, if the reader clicked: Result<true>. */
  | { readonly to: "background"; readonly ask: "scan"; readonly tab: number }
  /** For a panel that opens: what it was opened for: ToShow | undefined, and once only. */
  | { readonly to: "background"; readonly ask: "to-show"; readonly tab: number };

/**
 * `all`: every host is granted, so the firewall sees every request and every redirect of it. `host`: this one is; a redirect
 * would leave what the firewall sees, so none is followed. `none`: not without a grant.
 */
export type Reach = "all" | "host" | "none";

/** The item for which a panel was opened. */
export interface ToShow {
  readonly frame: number;
  readonly item: number;
}

export interface PageMode {
  readonly mode: SiteMode;
  /** Look things up in the archive without being asked. */
  readonly archive: boolean;
  /** Short numbers of addresses that carried credentials on a page of this origin before: what to look at first. */
  readonly carried: readonly number[];
}

/** To the content script of a frame. */
export type ToContent =
  /** Look at the page now: the reader clicked. */
  | { readonly to: "content"; readonly ask: "scan" }
  /** What there is on the page: PageItem[]. */
  | { readonly to: "content"; readonly ask: "list" }
  /** Check one item again, with everything: Result<Checked>. */
  | {
      readonly to: "content";
      readonly ask: "detail";
      readonly item: number;
      readonly archive?: boolean;
      readonly remoteHost?: string;
    }
  /** The picture itself as the page has it, for a preview: Blob, or undefined where only the network has it. */
  | { readonly to: "content"; readonly ask: "picture"; readonly item: number }
  /** Check the medium at this address, from the context menu: PageItem | undefined. */
  | {
      readonly to: "content";
      readonly ask: "check-address";
      readonly url: string;
      readonly kind: MediaKind;
    }
  /** Note the words that are selected, from the context menu; to be checked by "detail": PageItem | undefined. */
  | { readonly to: "content"; readonly ask: "check-selection" }
  /** Tell the background again what was found: it has forgotten what frames of a page before this one told. */
  | { readonly to: "content"; readonly tell: "report" }
  /** Scroll to an item and outline it. */
  | { readonly to: "content"; readonly tell: "reveal"; readonly item: number };

/** To an open panel. */
export type ToPanel =
  /** The engine judges by other trust lists now. */
  | { readonly to: "panel"; readonly tell: "trust-changed" }
  /** Something changed on the page of this tab. */
  | { readonly to: "panel"; readonly tell: "changed"; readonly tab: number }
  /** Show this item. */
  | {
      readonly to: "panel";
      readonly tell: "show";
      readonly tab: number;
      readonly frame: number;
      readonly item: number;
    };
