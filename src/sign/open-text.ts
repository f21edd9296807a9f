// A text as it was before it was signed, and the manifest that it carries.
import { type CarrierFault, containerFor, type Layout, memorySource } from "../container/index.js";
import { ColophonError } from "../errors.js";
import { joined } from "./pieces.js";

/** A signed text, taken apart; or one that carries nothing. */
export interface OpenText {
  readonly layout: Layout;
  /** The manifest store that it carries. */
  readonly store?: Uint8Array;
  /** The text without its manifest, byte for byte; the text itself when it carries none. */
  readonly plain: Uint8Array;
  /** Why what it carries can't be read as a manifest. */
  readonly fault?: CarrierFault;
}

/**
 * Takes the manifest out of a text of this media type. Nothing is judged.
 * @throws ColophonError FORMAT_UNSUPPORTED for what is no text; CONTAINER_MALFORMED
 */
export async function openText(bytes: Uint8Array, mediaType: string): Promise<OpenText> {
  const layout = await containerFor(mediaType)?.open(memorySource(bytes), mediaType);
  if (!layout?.stripped)
    throw new ColophonError("FORMAT_UNSUPPORTED", `${mediaType} is no kind of text`);
  const store = await layout.readStore();
  const fault = layout.faults?.find(({ kind }) => kind === "failure");
  return {
    layout,
    ...(store && { store }),
    plain: joined(bytes, layout.stripped()),
    ...(fault && { fault }),
  };
}
