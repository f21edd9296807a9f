// What an element shows: the address of every medium that the page has loaded for it, and of what kind it is. Only what is
// there counts: a lazy picture has no address until it is loaded, of a srcset only the choice does.
import type { MediaKind } from "../messages.js";

/** One medium of an element. An element may have two, as a video has a poster. */
export interface Shown {
  readonly kind: MediaKind;
  /** Absolute; of a text, a name of its own. */
  readonly url: string;
  /** There is no file behind it that could be read. */
  readonly inline?: true;
  /** Of a text: its first words, and a way to get all of it as a Passage in JSON. */
  readonly excerpt?: string;
  readonly words?: () => Blob;
  /** The reader chose it: they want to know all there is to know of it. */
  readonly chosen?: true;
}

/** Smaller things, in CSS pixels on the page, are icons: no mark would fit. */
export const SMALLEST = 48;

/** Whether a mark fits on an element with this box. A player of sounds is a narrow strip. */
export function isLargeEnough({ localName }: Element, { width, height }: DOMRectReadOnly): boolean {
  return width >= SMALLEST && (height >= SMALLEST || (localName === "audio" && height > 0));
}

/** Elements that show media of their own; others can have a background. */
export const MEDIA = "img,video,audio,image,input[type=image],object[type],embed[type],svg";

/** What the element shows of its own, backgrounds aside. */
export function shownBy(element: Element): readonly Shown[] {
  switch (element.localName) {
    case "img":
      return image(element as HTMLImageElement);
    case "video":
    case "audio":
      return film(element as HTMLMediaElement);
    case "image":
      return at("image", (element as SVGImageElement).href?.baseVal, element);
    case "input": {
      const { type, src } = element as HTMLInputElement;
      return type === "image" ? at("image", src, element) : [];
    }
    case "object":
    case "embed":
      return embedded(element as HTMLObjectElement | HTMLEmbedElement);
    case "svg":
      return drawing(element);
    default:
      return [];
  }
}

/** The one medium of a document that is no page, but a picture that was opened. */
export function documentShown(document: Document): readonly [Element, Shown] | undefined {
  if (!document.contentType.startsWith("image/")) return undefined;
  const element = document.querySelector("img") ?? document.documentElement;
  return [element, { kind: "document", url: document.location.href }];
}

/** Backgrounds of the element and of what its style puts before and after it. Asks for computed style: not for all. */
export function backgroundsOf(element: Element): readonly Shown[] {
  const urls = new Set<string>();
  for (const part of element.localName === "img" ? [undefined] : PARTS) {
    const { backgroundImage } = getComputedStyle(element, part);
    if (backgroundImage === "none") continue; // as nearly all, of thousands
    for (const [, url = ""] of backgroundImage.matchAll(ADDRESS))
      urls.add(url.replace(/\\(.)/g, "$1"));
  }
  return [...urls].flatMap((url) => at("background", url, element));
}

/** An image has no others than itself. */
const PARTS = [undefined, "::before", "::after"];

/** As every browser writes an address in a computed style. */
const ADDRESS = /\burl\("((?:[^"\\]|\\.)*)"\)/g;

const loaded = new WeakSet<Element>();

/** The page says that this element has loaded what it shows: an SVG without a size of its own has no other sign. */
export function noteLoaded(element: Element): void {
  loaded.add(element);
}

function image(element: HTMLImageElement): readonly Shown[] {
  if (!element.complete || (element.naturalWidth === 0 && !loaded.has(element))) return NOTHING;
  const { currentSrc } = element;
  return currentSrc
    ? [{ kind: "image", url: bare(currentSrc) }]
    : at("image", element.src, element);
}

const NOTHING: readonly Shown[] = [];

/** Of an address that is absolute already: parsing each one costs more than everything else here. */
function bare(url: string): string {
  const hash = url.indexOf("#");
  return hash < 0 ? url : url.slice(0, hash);
}

/** What the page asked for: with `preload=none`, nothing until somebody presses play. */
function film(element: HTMLMediaElement): readonly Shown[] {
  const kind = element.localName === "video" ? "video" : "audio";
  const { readyState, networkState, NETWORK_LOADING, NETWORK_NO_SOURCE } = element;
  const asked =
    readyState > 0 || networkState === NETWORK_LOADING || networkState === NETWORK_NO_SOURCE;
  const poster = element.getAttribute("poster");
  return [
    ...(asked ? at(kind, element.currentSrc, element) : []),
    ...(kind === "video" && poster ? at("poster", poster, element) : []),
  ];
}

/** An `object` with a document in it is a frame, and looks after itself: in Firefox also where that is a picture. */
function embedded(element: HTMLObjectElement | HTMLEmbedElement): readonly Shown[] {
  const { type } = element;
  if (__TARGET__ === "firefox" || !type.startsWith("image/") || type.startsWith("image/svg"))
    return [];
  return at("image", element.getAttribute("data") ?? element.getAttribute("src"), element);
}

/** A drawing in the page's own text. Its bytes as they were signed are gone, so nothing can be said about it. */
function drawing(element: Element): readonly Shown[] {
  const { ownerDocument } = element;
  if (ownerDocument.documentElement === element) return [];
  const manifest = [...element.querySelectorAll("metadata > *")].some(
    ({ tagName }) => tagName.toLowerCase() === "c2pa:manifest",
  );
  return manifest ? [{ kind: "image", url: ownerDocument.location.href, inline: true }] : [];
}

function at(kind: MediaKind, url: string | null | undefined, { baseURI }: Element): Shown[] {
  if (!url || !URL.canParse(url, baseURI)) return [];
  const address = new URL(url, baseURI);
  address.hash = "";
  return [{ kind, url: address.href }];
}
