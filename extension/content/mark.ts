// One mark: a button with its drawing. Every mark takes the same clicks in the same place whatever it says, and its words
// are drawn by the style sheet: a page that probes points or searches text learns nothing of the verdict.
import { type Glyph, glyphOf, type MarkState } from "../glyph.js";

/** What a mark says. */
export interface MarkOf {
  readonly state: MarkState;
  /** Signer and state in one line, for the hover bubble and for screen readers: plain text, already made inert. */
  readonly line: string;
  /** The AI label, where there is one. */
  readonly ai?: string;
}

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
/** Of the line: a bubble is a glance, the panel has the rest. */
const LONGEST = 160;

/** Where the bubble goes, seen from the mark. */
export interface BubbleSide {
  readonly across: "left" | "right";
  readonly along: "up" | "down";
}

export class Mark {
  readonly button: HTMLButtonElement;
  /** The item it marks now; none while it waits to be used again. */
  item: number | undefined;
  #at = "";
  #says = "";
  readonly #disc: SVGElement;
  readonly #ring: SVGElement;
  readonly #symbol: SVGElement;

  constructor() {
    this.button = document.createElementNS(HTML, "button") as HTMLButtonElement;
    this.button.type = "button";
    const drawing = draw("svg", {
      viewBox: "0 0 24 24",
      "aria-hidden": "true",
      focusable: "false",
    });
    this.#disc = draw("circle", { class: "disc", cx: "12", cy: "12", r: "11.5" });
    this.#ring = draw("path", { class: "ring" });
    this.#symbol = draw("path", { class: "symbol" });
    drawing.append(this.#disc, this.#ring, this.#symbol);
    this.button.append(drawing);
  }

  /** Shows what `mark` says, with the ring of this installation. */
  say(mark: MarkOf, variant: number): void {
    const label = shortened(mark.ai ? `${mark.line} · ${mark.ai}` : mark.line);
    const says = `${mark.state} ${label}`;
    if (says === this.#says) return;
    this.#says = says;
    const glyph: Glyph = glyphOf(mark.state, variant);
    this.button.setAttribute("aria-label", label);
    this.button.classList.toggle("full", glyph.full);
    this.button.classList.toggle("light", !glyph.full);
    this.button.style.setProperty("--colour", glyph.colour);
    this.#ring.setAttribute("d", glyph.ring);
    this.#symbol.setAttribute("d", glyph.symbol);
  }

  /** Puts it there, in pixels of the viewport; says whether that was somewhere else. */
  move(x: number, y: number, side: BubbleSide): boolean {
    const at = placedAt(x, y);
    const isMoved = at !== this.#at;
    if (isMoved) {
      this.#at = at;
      this.button.style.transform = at;
    }
    if (this.button.dataset["across"] !== side.across) this.button.dataset["across"] = side.across;
    if (this.button.dataset["along"] !== side.along) this.button.dataset["along"] = side.along;
    return isMoved;
  }

  isAt({ x, y }: { readonly x: number; readonly y: number }): boolean {
    return this.#at === placedAt(x, y);
  }

  /** Takes it out of sight. One that has the focus keeps it, so that a keyboard doesn't lose its place. */
  conceal(): void {
    this.button.classList.add(this.isFocused ? "away" : "off");
  }

  /** Shows it again where it is; says whether it was out of sight. */
  unveil(): boolean {
    if (this.isShown) return false;
    this.button.classList.remove("away", "off");
    return true;
  }

  /** Takes it out of the tree, to be used again for another item. */
  retire(): void {
    this.item = undefined;
    this.#at = "";
    this.#says = "";
    this.button.className = "";
    this.button.remove();
  }

  get isShown(): boolean {
    return !this.button.classList.contains("away") && !this.button.classList.contains("off");
  }

  get isFocused(): boolean {
    const root = this.button.getRootNode();
    return root instanceof ShadowRoot && root.activeElement === this.button;
  }
}

function placedAt(x: number, y: number): string {
  return `translate(${x}px,${y}px)`;
}

function draw(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function shortened(line: string): string {
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : line;
}
