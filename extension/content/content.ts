// The content script of a frame: finds media, has them checked, marks those that carry credentials, and answers the panel.
// Pages that are off are left alone, until the reader asks about one of their media.
import { browser } from "../browser.js";
import type { PageMode, ToBackground, ToContent } from "../messages.js";
import { readLanguage } from "../text.js";
import { Frame } from "./frame.js";
import { type Drawing, Teller } from "./teller.js";

/** A page that was open before the host was granted may be entered twice. */
const HERE = Symbol.for("colophon");
const scope = globalThis as { [HERE]?: true };
if (!scope[HERE]) {
  scope[HERE] = true;
  enter();
}

function enter(): void {
  const frame = entered();
  browser.runtime.onMessage.addListener((message: unknown) => {
    const said = message as ToContent;
    return said.to === "content" ? frame.then((entrance) => answer(said, entrance)) : undefined;
  });
}

interface Entrance {
  readonly frame: Frame;
  readonly report: () => void;
  readonly reveal: (item: number) => void;
}

async function entered(): Promise<Entrance> {
  const asked = { to: "background", ask: "page-mode" } satisfies ToBackground;
  const [{ mode, archive }] = await Promise.all([
    browser.runtime.sendMessage(asked) as Promise<PageMode>,
    readLanguage(),
  ]);
  let marks: Drawing | undefined;
  const drawing = () => {
    marks ??= NO_MARKS;
    return marks;
  };
  const teller = new Teller(drawing, () => frame.stop());
  const frame = new Frame(teller, archive);
  if (mode === "automatic") frame.start();
  if (mode !== "off") teller.soon();
  addEventListener("pageshow", ({ persisted }) => persisted && teller.soon());
  return {
    frame,
    report: () => teller.soon(),
    reveal: (item) => frame.elementOf(item)?.scrollIntoView({ block: "center" }),
  };
}

async function answer(said: ToContent, { frame, report, reveal }: Entrance): Promise<unknown> {
  if ("tell" in said) {
    if (said.tell === "reveal") reveal(said.item);
    else report();
    return;
  }
  switch (said.ask) {
    case "scan":
      frame.start();
      return;
    case "list":
      return frame.list();
    case "detail":
      return frame.detail(said.item, said);
    case "picture":
      return frame.picture(said.item);
    case "check-address":
      return frame.checkAddress(said.kind, said.url);
  }
}

const NO_MARKS: Drawing = { show: () => undefined, hide: () => undefined };
