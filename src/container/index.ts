// Container room: kinds of file, where a manifest sits in them, and what its hard binding covers.
import { bmff } from "./bmff.js";
import type { Container } from "./container.js";
import { jpeg } from "./jpeg.js";
import { png } from "./png.js";
import { riff } from "./riff.js";
import { type TextCarrier, textContainer } from "./text-carrier.js";
import { isTextType } from "./text-type.js";

export { bmffHashData, bmffMerkleData, type MerkleRow } from "./bmff-hash.js";
export { commentStyle } from "./comment-style.js";
export type {
  CarrierFault,
  Container,
  Edit,
  Layout,
  Piece,
  Span,
  Splice,
  Uncovered,
} from "./container.js";
export { type Fragment, type MerklePlace, openFragment, placeBox } from "./fragment.js";
export { startsManifestStore } from "./jumbf-store.js";
export { mayCarry } from "./may-carry.js";
export { CREDENTIAL_MARKS, sniffMediaType } from "./media-type.js";
export { isInMerkleTree, merkleProof, merkleRows } from "./merkle-tree.js";
export { type RasterHeader, rasterHeader } from "./raster.js";
export { type ByteSource, memorySource, truncated } from "./source.js";
export { type TextCarrier, takesCarrier } from "./text-carrier.js";
export { encodeWrapper, withMarker, wrappedLength } from "./text-frame.js";
export { isTextType, mediaTypeOf, type Said, textMarks } from "./text-type.js";

const CONTAINERS: readonly Container[] = [jpeg, png, riff, bmff];

/**
 * The container for a media type; undefined for formats that go through the engine whole.
 * @param carrier of a text, where it is not to be the usual one of its kind
 */
export function containerFor(mediaType: string, carrier?: TextCarrier): Container | undefined {
  if (isTextType(mediaType)) return textContainer(mediaType, carrier);
  return CONTAINERS.find((container) => container.mediaTypes.includes(mediaType));
}
