// A walker for JUMBF (ISO 19566-5), the box tree of a C2PA manifest store (C2PA 2.4 §11.1). It copies nothing and
// trusts no length: depth and number of boxes are capped, and every box must end exactly where its parent says.
//   box       u32 length | 4cc type | [u64 length when the first is 1] | payload
//   superbox  "jumb" = description box "jumd", then content boxes and superboxes
//   jumd      16-byte type | toggles | [label, NUL] | [u32 id] | [32-byte SHA-256] | [private box]
import { fourCC, toHex, utf8Text, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";

/** A box with bytes of its own: `cbor`, `json`, `bfdb`, `bidb`, `brob`, ... */
interface ContentBox {
  /** Four-character code. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A superbox: described by a type and usually a label, holding content boxes or more superboxes. */
export interface JumbfBox {
  readonly label?: string;
  /** Type UUID, 32 lower-case hex digits. */
  readonly type: string;
  readonly content: readonly ContentBox[];
  readonly children: readonly JumbfBox[];
  /** Everything behind the box header: what a hashed URI to this box covers (C2PA 2.4 §8.4.2.3). */
  readonly bytes: Uint8Array;
}

const MAX_DEPTH = 16; // store, manifest, assertion store, assertion; c2pa-rs#1966 was a nesting bomb
const MAX_BOXES = 65_536;
const UUID_BYTES = 16;

/** Bits of the description box's toggles (ISO 19566-5 §A.3). */
const HAS_LABEL = 0x02;
const HAS_ID = 0x04;
const HAS_HASH = 0x08;
const HAS_PRIVATE = 0x10;

/**
 * Takes one superbox apart; the bytes must hold exactly that box.
 * @throws ColophonError CONTAINER_MALFORMED
 */
export function parseJumbf(bytes: Uint8Array): JumbfBox {
  const budget = { boxes: MAX_BOXES };
  const [box, ...rest] = boxes(bytes, budget);
  if (box === undefined || box.type !== "jumb")
    throw malformed("it does not start with a superbox");
  if (rest.length > 0) throw malformed("there are bytes behind its end");
  return superbox(box.bytes, 0, budget);
}

function superbox(bytes: Uint8Array, depth: number, budget: { boxes: number }): JumbfBox {
  if (depth >= MAX_DEPTH) throw malformed(`boxes are nested deeper than ${MAX_DEPTH}`);
  const [first, ...rest] = boxes(bytes, budget);
  if (first?.type !== "jumd") throw malformed("a superbox does not start with its description");
  const content: ContentBox[] = [];
  const children: JumbfBox[] = [];
  for (const box of rest) {
    if (box.type === "jumb") children.push(superbox(box.bytes, depth + 1, budget));
    else content.push(box);
  }
  return { ...description(first.bytes), content, children, bytes };
}

/** Boxes side by side, filling `bytes` to the last one. */
function boxes(bytes: Uint8Array, budget: { boxes: number }): ContentBox[] {
  const out: ContentBox[] = [];
  const data = view(bytes);
  let at = 0;
  while (at < bytes.length) {
    if (--budget.boxes < 0) throw malformed(`it has more than ${MAX_BOXES} boxes`);
    if (bytes.length - at < 8) throw malformed("a box header is cut short");
    let length = data.getUint32(at);
    let header = 8;
    if (length === 1) {
      if (bytes.length - at < 16) throw malformed("a box header is cut short");
      header = 16;
      // Above 2^53 a number is no longer exact, but still far too large for the check below.
      length = Number(data.getBigUint64(at + 8));
    }
    // Length 0 ("to the end of the file") would let a box swallow whatever is put behind the store.
    if (length < header || length > bytes.length - at) throw malformed("a box has a wrong length");
    out.push({ type: fourCC(bytes, at + 4), bytes: bytes.subarray(at + header, at + length) });
    at += length;
  }
  return out;
}

function description(bytes: Uint8Array): { type: string; label?: string } {
  const toggles = bytes[UUID_BYTES];
  if (toggles === undefined) throw malformed("a description is cut short");
  const type = toHex(bytes.subarray(0, UUID_BYTES));
  let at = UUID_BYTES + 1;
  let label: string | undefined;
  if (toggles & HAS_LABEL) {
    const end = bytes.indexOf(0, at);
    label = end < 0 ? undefined : utf8Text(bytes.subarray(at, end));
    if (label === undefined) throw malformed("a label is not NUL-terminated UTF-8");
    at = end + 1;
  }
  at += (toggles & HAS_ID ? 4 : 0) + (toggles & HAS_HASH ? 32 : 0);
  const rest = bytes.length - at;
  // The private box carries C2PA's salt (`c2sh`); nothing else may stand here.
  if (rest < 0 || (rest > 0 && !(toggles & HAS_PRIVATE)))
    throw malformed("a description has a wrong length");
  if (toggles & HAS_PRIVATE && (rest < 8 || view(bytes).getUint32(at) !== rest))
    throw malformed("a description's private box has a wrong length");
  return { type, ...(label !== undefined && { label }) };
}

/** The error for a manifest store that is not what it should be. */
export function malformed(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", `the manifest store is malformed: ${what}`, {
    hint: "the file is cut short or damaged: get a complete copy",
  });
}
