// Memory for whole files, used again: whoever signs thousands of them would have the system find and clear fresh memory for
// each, and the garbage collector look through everything to get it back.

/** Buffers of one thread. What is not given back is collected like any other memory. */
export interface SpareBuffers {
  /** A buffer of that length, of which nothing is known. */
  take(length: number): Uint8Array;
  /** Nobody looks at what was taken any more; memory from elsewhere is left alone. */
  give(...taken: readonly Uint8Array[]): void;
}

/** Steps in which memory is taken. */
const STEP = 1 << 16;
/** What is kept at most. Bytes. */
const KEPT = 32 << 20;

export function spareBuffers(): SpareBuffers {
  const spare: ArrayBuffer[] = [];
  const ours = new WeakSet<ArrayBufferLike>();
  let kept = 0;
  return {
    take(length) {
      const at = spare.findIndex(({ byteLength }) => fits(byteLength, length));
      const [found] = at < 0 ? [] : spare.splice(at, 1);
      if (found) kept -= found.byteLength;
      const memory = found ?? Buffer.allocUnsafeSlow(Math.ceil(length / STEP) * STEP).buffer;
      ours.add(memory);
      return Buffer.from(memory, 0, length);
    },
    give(...taken) {
      for (const { buffer } of taken) {
        if (!ours.delete(buffer) || kept + buffer.byteLength > KEPT) continue;
        spare.push(buffer as ArrayBuffer);
        kept += buffer.byteLength;
      }
    },
  };
}

/** Not twice as much, or small files would hold what large ones need. */
function fits(there: number, wanted: number): boolean {
  return there >= wanted && there <= 2 * wanted + STEP;
}
