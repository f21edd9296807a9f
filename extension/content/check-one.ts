// One medium, from its address to what is known of it: read in the page where that can be, by the engine where it can't.
import { check } from "../checker.js";
import type { Checked, CheckRequest, Result } from "../messages.js";
import { INLINE_DRAWING, resultOf, unwrapped } from "../result.js";
import type { Lanes, Outcome } from "./cache.js";
import type { Item } from "./items.js";
import { type Reading, read, type Target } from "./reader.js";
import { remembered } from "./remembered.js";

/** Pixels of what the page shows, where nothing but the file decides about them. */
type Size = { readonly width: number; readonly height: number };

export interface ItemTarget extends Target {
  readonly shown?: Size | undefined;
  readonly inline?: true;
  readonly words?: () => Blob;
}

type Extra = Pick<CheckRequest, "asked" | "pictures" | "archive" | "remoteHost">;

/** How an item is to be read. What only other servers' media need is asked of the element when they do. */
export function targetOf({ kind, url, inline, words, element }: Item): ItemTarget {
  const image = element?.localName === "img" ? (element as HTMLImageElement) : undefined;
  return {
    kind,
    url,
    ...(inline && { inline }),
    ...(words && { words }),
    get shared() {
      return Boolean(image?.crossOrigin);
    },
    get shown() {
      return image && sizeOf(image);
    },
  };
}

/** With a srcset, the pixels that a page counts are not those of the file. */
function sizeOf(image: HTMLImageElement): Size | undefined {
  const { naturalWidth: width, naturalHeight: height } = image;
  const chosen = image.srcset !== "" || image.parentElement?.localName === "picture";
  return chosen || width === 0 ? undefined : { width, height };
}

/** Checks without being asked for: what carries nothing doesn't reach the engine, unless the archive is to be looked at. */
export async function checkQuietly(
  target: ItemTarget,
  archive: boolean,
  lanes: Lanes,
  urgency: () => number,
  carried: boolean,
): Promise<Outcome> {
  if (target.inline) return { checked: INLINE };
  const { words } = target;
  if (words)
    return {
      checked: await lanes.page.run(() => checkWords(words(), target, { archive }), urgency),
    };
  const film = target.kind === "video" || target.kind === "audio";
  const lane = film ? lanes.network : carried ? lanes.carried : lanes.page;
  const reading = await lane.run(() => read(target), urgency);
  if (reading === "large") return { waiting: "large" };
  const extra = archive ? { archive } : {};
  if (reading === "elsewhere") {
    const checked = await lanes.engine.run(() => checkReading(reading, target, extra), urgency);
    return film && !checked.ok && checked.code === "FILE_TOO_LARGE"
      ? { waiting: "large" }
      : { checked };
  }
  if (carried && reading.carries && !archive && reading.of === "page") {
    const checked = await remembered(reading.bytes);
    if (checked) return { checked };
  }
  if (reading.carries || (archive && reading.blob()))
    return { checked: await checkReading(reading, target, extra) };
  const { of, fetched } = reading;
  return { checked: { ok: true, value: { verdict: NONE, of, fetched } } };
}

/** Checks because the reader asked, with everything: what is known is asked for again. */
export async function checkAsked(target: ItemTarget, extra: Extra): Promise<Result<Checked>> {
  if (target.inline) return INLINE;
  if (target.words) return checkWords(target.words(), target, { ...extra, asked: true });
  const reading = await resultOf(() => read(target, true));
  return reading.ok ? checkReading(reading.value, target, { ...extra, asked: true }) : reading;
}

/** The bytes as the page has them; undefined where only the network has them. */
export async function pictureOf(target: ItemTarget): Promise<Blob | undefined> {
  if (target.words) return undefined;
  const reading = await resultOf(() => read(target, true));
  if (!reading.ok || typeof reading.value === "string") return undefined;
  return reading.value.blob();
}

function checkWords(blob: Blob, { url: name }: ItemTarget, extra: Extra) {
  return check({ source: { from: "words", blob, name }, ...extra });
}

async function checkReading(
  reading: Reading,
  { url, shown }: ItemTarget,
  extra: Extra,
): Promise<Result<Checked>> {
  const blob = typeof reading === "string" ? undefined : reading.blob();
  if (typeof reading === "string" || !blob)
    return check({ source: { from: "address", url, ...(shown && { shown }) }, ...extra });
  const { of, fetched } = reading;
  const name = url.startsWith("data:") ? url.slice(0, url.indexOf(",")) : url;
  const result = await check({ source: { from: "page", blob, name }, ...extra });
  if (!result.ok || of === "page") return result;
  return resultOf(async () => ({ ...unwrapped(result), of, fetched }));
}

/** As every reader of ours has it for a file without a trace of a credential. */
const NONE: Checked["verdict"] = {
  state: "None",
  findings: [],
  summary: "No Content Credentials found.",
};

/** Its bytes as they were signed are not at hand: a drawing in the page's own text. */
const INLINE: Result<Checked> = {
  ok: false,
  code: INLINE_DRAWING,
  message: "what browsers keep of a drawing in a page is not what was signed",
};
