// Bytes as Unicode variation selectors, which show as nothing: 0x00 to 0x0F are U+FE00 to U+FE0F (three bytes in UTF-8),
// the others U+E0100 to U+E01EF (four bytes). C2PA 2.4 §A.8.

/** How many bytes of UTF-8 the selector of a byte takes. */
function selectorWidth(byte: number): 3 | 4 {
  return byte < 0x10 ? 3 : 4;
}

/** Length of the selectors of `bytes`, in bytes of UTF-8. */
export function selectorsLength(bytes: Uint8Array): number {
  let length = 0;
  for (const byte of bytes) length += selectorWidth(byte);
  return length;
}

/** UTF-8 of the selectors of `bytes`. */
export function encodeSelectors(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(selectorsLength(bytes));
  let at = 0;
  for (const byte of bytes) {
    if (byte < 0x10) {
      out.set([0xef, 0xb8, 0x80 + byte], at);
      at += 3;
    } else {
      const offset = byte - 0x10;
      out.set([0xf3, 0xa0, 0x84 + (offset >> 6), 0x80 + (offset & 63)], at);
      at += 4;
    }
  }
  return out;
}

/** The byte whose selector stands at `at`; -1 where none does. */
function selectorAt(text: Uint8Array, at: number): number {
  if (text[at] === 0xef) {
    const last = text[at + 2] ?? 0;
    return text[at + 1] === 0xb8 && last >= 0x80 && last <= 0x8f ? last - 0x80 : -1;
  }
  if (text[at] !== 0xf3 || text[at + 1] !== 0xa0) return -1;
  const [high, low] = [(text[at + 2] ?? 0) - 0x84, (text[at + 3] ?? 0) - 0x80];
  const offset = high * 64 + low;
  return high >= 0 && low >= 0 && low < 64 && offset < 0xf0 ? offset + 0x10 : -1;
}

/** A run of selectors: where it ends, and how many there are. */
export function selectorRun(text: Uint8Array, start: number): { end: number; count: number } {
  let end = start;
  let count = 0;
  for (let byte = selectorAt(text, end); byte >= 0; byte = selectorAt(text, end)) {
    end += selectorWidth(byte);
    count++;
  }
  return { end, count };
}

/** The first `count` bytes of a run that is known to be that long, and where the last of their selectors ends. */
export function decodeSelectors(
  text: Uint8Array,
  start: number,
  count: number,
): { bytes: Uint8Array; end: number } {
  const bytes = new Uint8Array(count);
  let end = start;
  for (let i = 0; i < count; i++) {
    const byte = selectorAt(text, end);
    bytes[i] = byte;
    end += selectorWidth(byte);
  }
  return { bytes, end };
}
