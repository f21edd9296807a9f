// What records that are not about one manifest have in common: they don't claim `C2PA-Manifest-Proof`, whose readers
// would look for a manifest in them, and their payload is a small map in deterministic CBOR with exactly one spelling.
import { asObject, decodeStrictCbor, toBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { Tag } from "../item/avro-tags.js";
import {
  hashPrefix,
  type NoticeKind,
  OWN_PROTOCOL,
  OWN_PROTOCOL_VERSION,
  PAYLOAD_TYPE,
  RECORD_VERSION,
  type RecordContent,
  TAG,
  type TagName,
} from "./record-tag.js";
import { type Collected, collect, fixed, invalid } from "./tag-value.js";

/** The tags with which such a record begins. */
export function noticeTags(kind: NoticeKind): Tag[] {
  return [
    { name: TAG.protocol, value: OWN_PROTOCOL },
    { name: TAG.protocolVersion, value: OWN_PROTOCOL_VERSION },
    { name: TAG.payloadType, value: PAYLOAD_TYPE[kind] },
    { name: TAG.version, value: RECORD_VERSION },
    { name: TAG.kind, value: kind },
  ];
}

/** A lookup key with its prefix. */
export function keyTags(key: Uint8Array): Tag[] {
  return [
    { name: TAG.hash, value: toBase64Url(key) },
    { name: TAG.hashPrefix, value: hashPrefix(key) },
  ];
}

const COMMON: readonly TagName[] = [
  TAG.protocol,
  TAG.protocolVersion,
  TAG.payloadType,
  TAG.version,
  TAG.kind,
  TAG.hash,
  TAG.hashPrefix,
];

/** @param further the tags that this kind has besides @throws ColophonError RECORD_INVALID naming the tag */
export function readNotice(
  item: Pick<RecordContent, "tags">,
  kind: NoticeKind,
  further: readonly TagName[] = [],
): Collected {
  const tags = collect(item);
  fixed(tags, TAG.protocol, OWN_PROTOCOL);
  fixed(tags, TAG.protocolVersion, OWN_PROTOCOL_VERSION);
  fixed(tags, TAG.version, RECORD_VERSION);
  fixed(tags, TAG.kind, kind);
  fixed(tags, TAG.payloadType, PAYLOAD_TYPE[kind]);
  for (const name of tags.keys())
    if (!COMMON.includes(name) && !further.includes(name))
      throw invalid(name, `has no place in a ${kind}`);
  return tags;
}

/**
 * The payload as the map that `read` makes of it, if that map is all there is and encoded in the one way.
 * @throws ColophonError RECORD_INVALID; whatever `read` throws
 */
export function readPayload<T extends object>(
  data: Uint8Array,
  maxBytes: number,
  read: (map: Readonly<Record<string, unknown>>) => T,
): T {
  if (data.length > maxBytes) throw invalid("the payload", `is larger than ${maxBytes} bytes`);
  const all = asObject(decoded(data)) ?? {};
  const map = read(all);
  if (Object.keys(all).length !== Object.keys(map).length)
    throw invalid("the payload", "says more than it may");
  return map;
}

function decoded(data: Uint8Array): unknown {
  try {
    return decodeStrictCbor(data);
  } catch (cause) {
    throw new ColophonError("RECORD_INVALID", "the payload is not deterministically encoded", {
      cause,
    });
  }
}
