// A Blob as something to be examined. In a worker it is read synchronously where the engine needs that, and hashed by
// the platform, which takes all bytes at once: whoever hands over a Blob has seen to its size.
import type { ByteSource, Piece } from "../../src/container/index.js";
import { truncated } from "../../src/container/index.js";
import { concat } from "../../src/encoding/index.js";
import type { Subject } from "../../src/examine/index.js";

const NAMES: Readonly<Record<string, string>> = {
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

/** @param sidecar a manifest store that was kept elsewhere */
export function blobSubject(name: string, blob: Blob, sidecar?: Blob): Subject {
  let whole: Promise<Uint8Array<ArrayBuffer>> | undefined;
  const all = () => {
    whole ??= bytesOf(blob);
    return whole;
  };
  const source: ByteSource = {
    size: blob.size,
    read: async (start, end) => {
      if (start < 0 || end < start || end > blob.size) throw truncated(end, blob.size);
      return (await all()).subarray(start, end);
    },
  };
  return {
    name,
    source,
    content: all,
    hash: async (algorithm, pieces) => {
      const known = NAMES[algorithm];
      if (known === undefined) return undefined;
      const bytes = await all();
      const parts = pieces.map((piece) => partOf(bytes, piece)).filter(({ length }) => length > 0);
      const [only, second] = parts;
      const hashed = only && !second ? only : concat(...parts);
      return new Uint8Array(await crypto.subtle.digest(known, hashed as Uint8Array<ArrayBuffer>));
    },
    mentions: async (marks) => {
      const bytes = await all();
      return marks.some((mark) => occurs(bytes, mark));
    },
    ...(sidecar && { sidecar: () => bytesOf(sidecar) }),
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** The bytes of a piece that the binding covers; none for one that it leaves out. */
function partOf(bytes: Uint8Array, piece: Piece): Uint8Array {
  switch (piece.kind) {
    case "copy":
      return piece.hashed ? bytes.subarray(piece.start, piece.end) : NOTHING;
    case "bytes":
      return piece.hashed ? piece.bytes : NOTHING;
    case "hash-only":
      return piece.bytes;
    case "manifest":
      return NOTHING;
  }
}

const NOTHING = new Uint8Array(0);

function occurs(bytes: Uint8Array, mark: Uint8Array): boolean {
  const first = mark[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (mark.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}
