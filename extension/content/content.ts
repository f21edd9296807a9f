// The content script of a frame: finds media, has them checked, marks those that carry credentials, and answers the panel.
// Pages that are off are left alone, until the reader asks about one of their media.
import { askBackground } from "../ask-background.js";
import { browser } from "../browser.js";
import { prepare } from "../checker.js";
import { glyphNumber } from "../glyph-number.js";
import type { PageMode, ToBackground, ToContent } from "../messages.js";
import { untilAnswered } from "../shown-again.js";
import { direction, readLanguage } from "../text.js";
import { isGone, removeLeftovers } from "./alive.js";
import { ear } from "./ear.js";
import { Frame } from "./frame.js";
import { Marks } from "./overlay.js";
import { isOwnViolation } from "./page-fetch.js";
import { scout } from "./scout.js";
import { Teller } from "./teller.js";

/** A page that was open before the host was granted may be entered twice. */
const HERE = Symbol.for("colophon");
const scope = globalThis as { [HERE]?: true };
if (!scope[HERE]) {
  scope[HERE] = true;
  enter();
}

let marks: Marks | undefined;

function enter(): void {
  removeLeftovers();
  ear().hear = (event) => (marks?.hear(event) ?? false) || isOwnViolation(event);
  const frame = entered();
  browser.runtime.onMessage.addListener((message: unknown) => {
    const said = message as ToContent;
    return said.to === "content" ? frame.then((entrance) => answer(said, entrance)) : undefined;
  });
}

interface Entrance {
  readonly frame: Frame;
  readonly report: () => void;
  /** The reader asked about this page, or something on it. */
  readonly asked: () => void;
  readonly watched: () => void;
  readonly reveal: (item: number) => void;
}

async function entered(): Promise<Entrance> {
  let glyph = 0;
  const ready = untilAnswered(() => Promise.all([glyphNumber(), readLanguage()])).then(
    ([number]) => {
      glyph = number;
    },
  );
  const { mode, ...how } = await pageMode();
  const drawing = () => {
    marks ??= new Marks({ onOpen: open, glyph, direction: direction(), isGone });
    return marks;
  };
  const teller = new Teller(drawing, () => {
    frame.stop();
    marks?.end();
  });
  const frame = new Frame(teller, { ...how, ready });
  if (mode === "automatic") {
    // What carried credentials here before is looked at as soon as it is there, everything else after the page has had its time.
    if (how.carried.length > 0) frame.start();
    void pageFirst(how.carried.length === 0).then(() => {
      frame.start();
      frame.release();
    });
  }
  // A page that nobody has looked at says nothing: that it has none would be more than is known.
  let looked = mode === "automatic";
  const report = () => {
    if (looked) teller.soon();
  };
  report();
  addEventListener("pageshow", ({ persisted }) => persisted && report());
  await ready;
  return {
    frame,
    report,
    asked: () => {
      looked = true;
      report();
    },
    watched: () => teller.watched(),
    reveal: (item) => drawing().reveal(item, frame.elementOf(item)),
  };
}

async function pageMode(): Promise<PageMode> {
  const ask = { to: "background", ask: "page-mode" } satisfies ToBackground;
  const how = (await ear().mode) ?? ((await askBackground(ask)) as PageMode);
  if (how.mode === "automatic" && how.carried.length > 0) prepare();
  return how;
}

/** Until the page has loaded, or has had half a second for it, or turns out to have credentials. */
function pageFirst(isUnknown: boolean): Promise<void> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((go) => {
    let isOver = false;
    const done = () => {
      isOver = true;
      go();
    };
    addEventListener("load", done, { once: true });
    setTimeout(done, PAGE_FIRST_MS);
    if (__TARGET__ === "firefox" && isUnknown)
      void scout(document, () => isOver).then((found) => found && done());
  });
}

const PAGE_FIRST_MS = 500;

async function answer(said: ToContent, entrance: Entrance): Promise<unknown> {
  const { frame, report, asked, watched, reveal } = entrance;
  if ("tell" in said) {
    if (said.tell === "reveal") reveal(said.item);
    else report();
    return;
  }
  switch (said.ask) {
    case "scan":
      asked();
      frame.start(true);
      return;
    case "list":
      watched();
      return frame.list();
    case "detail":
      return frame.detail(said.item, said);
    case "picture":
      return frame.picture(said.item);
    case "check-address":
      asked();
      return frame.checkAddress(said.kind, said.url);
    case "check-selection":
      asked();
      return frame.noteSelection();
  }
}

/** A mark was used: the background opens the panel with its item. */
function open(item: number): void {
  if (isGone()) {
    marks?.end();
    return;
  }
  void askBackground({ to: "background", tell: "open", item }).catch(() => undefined);
}
