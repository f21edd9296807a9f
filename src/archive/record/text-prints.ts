// Index items of a text: all its fingerprints, so that a quote of fifteen words is found in the archive itself. The
// record's own sixteen find the whole text, and a short quote one time in ten. Nobody believes an index item: it leads to
// the record of the manifest it names, by the same owner, and that one is judged.
import { asString, encodeCbor } from "../../encoding/index.js";
import { noticeTags, readNotice, readPayload } from "./notice.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { hash, invalid, MANIFEST_URN, matching } from "./tag-value.js";
import { MOST_PRINTS, printTags, readPrints, sortedPrints, TEXT_TAG } from "./text-tag.js";

/** Index items of one text: 4,000 fingerprints and more, as a text of 22,000 words has. Longer ones are indexed that far. */
const MOST_ITEMS = 46;

interface TextPrintsInput {
  /** Winnowed fingerprints of the text, in its order. */
  readonly prints: readonly Uint8Array[];
  /** URN of the text's manifest. */
  readonly manifest: string;
  /** Id of the text record's item. */
  readonly record: string;
  /** SHA-256 of the encoded text record. */
  readonly recordHash: Uint8Array;
}

/** What an index item says: where to look, and nothing else. */
export interface TextPrintsItem {
  readonly kind: "text-prints";
  readonly manifest: string;
  readonly record: string;
  readonly recordHash: Uint8Array;
  /** Fingerprints in base64url. */
  readonly prints: readonly string[];
}

/** Tags and payload of as many index items as the fingerprints take. @throws ColophonError RECORD_INVALID naming the field */
export function textPrintsItems(input: TextPrintsInput): RecordContent[] {
  const { manifest, record, recordHash } = input;
  const begin = noticeTags("text-prints");
  const items: RecordContent[] = [];
  const prints = input.prints.slice(0, MOST_ITEMS * MOST_PRINTS);
  for (let i = 0; i < prints.length; i += MOST_PRINTS) {
    const content = {
      tags: [
        ...begin.slice(0, 3),
        { name: TAG.manifest, value: manifest },
        ...begin.slice(3),
        ...printTags(sortedPrints(prints.slice(i, i + MOST_PRINTS))),
      ],
      data: encodeCbor({ record, hash: recordHash }),
    };
    readTextPrints(content);
    items.push(content);
  }
  return items;
}

/** URN of the manifest that an index item is about, and its fingerprints, by its tags. @throws ColophonError RECORD_INVALID */
function readTextPrintsTags(item: Pick<RecordContent, "tags">) {
  const tags = readNotice(item, "text-prints", [TAG.manifest]);
  const prints = readPrints(item, MOST_PRINTS);
  if (prints.length === 0) throw invalid(TEXT_TAG.print, "is missing");
  return { manifest: matching(tags, TAG.manifest, MANIFEST_URN), prints };
}

/** Reads an index item. @throws ColophonError RECORD_INVALID naming the tag or the field */
export function readTextPrints(item: RecordContent): TextPrintsItem {
  const fields = readTextPrintsTags(item);
  return { kind: "text-prints", ...fields, ...payloadOf(item.data) };
}

function payloadOf(data: Uint8Array) {
  const { record, hash: recordHash } = readPayload(data, 256, (map) => {
    const [id, bytes] = [asString(map["record"]), map["hash"]];
    if (id === undefined) throw invalid("record", "is missing");
    hash("record", id);
    if (!(bytes instanceof Uint8Array) || bytes.length !== 32)
      throw invalid("hash", "is not 32 bytes");
    return { record: id, hash: bytes };
  });
  return { record, recordHash };
}
