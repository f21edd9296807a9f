// The texts of a frame that carry credentials: what each is of, and which element is marked for it. A text is known by
// what it says, word for word: one that a page draws anew is the same, one that was edited is another.
import type { Shown } from "./finder.js";
import { type Wrapped, wrappedIn } from "./text-finder.js";
import { excerptOf, inJson, nodeOfPiece, passage } from "./text-passage.js";
import { walk } from "./text-walk.js";

type Root = Document | ShadowRoot;

/** Of texts that were seen before, per frame: to know them again. */
const MOST_KNOWN = 100;

interface Known {
  readonly url: string;
  /** The piece of its passage with which the signed words begin, once the engine has said it. */
  first?: number;
}

export class PageTexts {
  readonly #note: (element: Element, shown: readonly Shown[]) => void;
  readonly #known = new Map<string, Known>();
  /** Elements of each root that are marked. */
  readonly #noted = new Map<Root, ReadonlySet<Element>>();
  #next = 1;

  /** @param note tells what an element shows now: no texts where there are none any more */
  constructor(note: (element: Element, shown: readonly Shown[]) => void) {
    this.#note = note;
  }

  /** Looks for texts in a root; `holds` says whether there can be any. */
  look(root: Root, holds: boolean): void {
    const shown = new Map<Element, Shown[]>();
    const body = bodyOf(root);
    for (const wrapped of holds ? wrappedIn(body) : []) {
      const { url, first } = this.#knownAs(wrapped);
      const range = before(body, wrapped);
      const start = first === undefined ? undefined : nodeOfPiece(body, range, first);
      const element = elementOf(wrapped.node, start);
      if (!element) continue;
      const words = () => inJson(passage(walk(body, range), wrapped.run));
      const excerpt = excerptOf(start ? from(start, range) : wrapped.before);
      const one = { kind: "text", url, excerpt, words } as const;
      shown.set(element, [...(shown.get(element) ?? []), one]);
    }
    for (const element of this.#noted.get(root) ?? [])
      if (!shown.has(element)) this.#note(element, []);
    for (const [element, texts] of shown) this.#note(element, texts);
    this.#noted.set(root, new Set(shown.keys()));
  }

  /** The signed words begin with this piece: what holds exactly them is marked from now on. */
  settle(url: string, first: number): void {
    const known = [...this.#known.values()].find((one) => one.url === url);
    if (!known || known.first === first) return;
    known.first = first;
    for (const root of this.#noted.keys()) this.look(root, true);
  }

  #knownAs({ before, run }: Wrapped): Known {
    const text = before + run;
    const known = this.#known.get(text) ?? { url: `text:${this.#next++}` };
    this.#known.delete(text);
    this.#known.set(text, known); // the one seen last is forgotten last
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}

function bodyOf(root: Root): Node {
  return root instanceof Document ? (root.body ?? root.documentElement) : root;
}

/** Everything in front of a run. */
function before(body: Node, { node, offset }: Wrapped): Range {
  const range = document.createRange();
  range.setStart(body, 0);
  range.setEnd(node, Math.min(offset, node.length));
  return range;
}

/** The text of a range from one of its nodes on. */
function from(start: Text, range: Range): string {
  const rest = range.cloneRange();
  rest.setStart(start, 0);
  return rest.toString();
}

/** The smallest element that holds the words from `start` to the run and no others; else the block with the run. */
function elementOf(end: Text, start: Text | undefined): Element | undefined {
  const own = blockAround(end);
  if (!start || !own) return own;
  let element: Element | null = own;
  while (element && !element.contains(start)) element = element.parentElement;
  return element && holdsNothingElse(element, start, end) ? element : own;
}

function holdsNothingElse(element: Element, start: Text, end: Text): boolean {
  let isInside = false;
  for (const step of walk(element)) {
    if (step.is !== "text") continue;
    if (step.node === start) isInside = true;
    if (!isInside && step.text.trim() !== "") return false;
    if (step.node === end) isInside = false;
  }
  return true;
}

function blockAround(node: Text): Element | undefined {
  let element = node.parentElement;
  while (element?.parentElement && INLINE.test(getComputedStyle(element).display))
    element = element.parentElement;
  const root = node.getRootNode();
  return element ?? (root instanceof ShadowRoot ? root.host : undefined);
}

const INLINE = /^(inline$|contents|ruby)/;

/** An article has more. UTF-16 units. */
const SHORTEST_PAGE = 200;

/** The words of the page as a whole; undefined in a frame of one, and where there are hardly any. */
export function pageText(page: Document) {
  const { body, title, defaultView } = page;
  if (!body || defaultView !== defaultView?.top) return undefined;
  if ((body.textContent?.length ?? 0) < SHORTEST_PAGE) return undefined;
  const words = () => inJson({ ...passage(walk(body)), page: true });
  return { kind: "text", url: "text:page", excerpt: excerptOf(title), words } as const;
}

/** The block that a piece of the page stands in. */
export function elementOfPiece(page: Document, piece: number | undefined): Element | undefined {
  const node = piece === undefined ? undefined : nodeOfPiece(bodyOf(page), undefined, piece);
  return node && blockAround(node);
}

/** The address of a page that says in its head that it carries a credential (C2PA 2.4 §A.7). */
export function signedPage({
  contentType,
  documentElement,
  location,
}: Document): string | undefined {
  if (!/html/.test(contentType) || !documentElement.querySelector(SIGNED)) return undefined;
  return location.href.split("#")[0];
}

const SIGNED = 'script[type="application/c2pa" i], link[rel~="c2pa-manifest" i]';
