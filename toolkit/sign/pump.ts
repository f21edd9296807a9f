// Carries out a container's plan from file to file in constant memory: blocks are read ahead and are hashed while they
// are written, and the disk starts on what is written before all of it is there.
import type { FileHandle } from "node:fs/promises";
import type { Piece } from "../../src/container/index.js";
import { BlockRing, heard } from "../adapter/block-ring.js";
import { copiedLength } from "../adapter/hash-pieces.js";
import { type RunningDigest, runningDigest } from "../adapter/running-digest.js";
import { hashesSource, type Spliced } from "./splice.js";

const WRITE_BACK = 32 << 20;

/** Where the bytes go. */
export interface Target {
  /** Left out, nothing is written, and the pieces are only hashed. */
  readonly handle?: FileHandle;
  /** Take the SHA-256 of the source as it is, too. */
  readonly hashOriginal: boolean;
  /** Called between blocks with the number of source bytes done. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes and hashes pieces, whose copies come in the order of the source.
 * @throws ColophonError CONTAINER_MALFORMED when the source shrank; CANCELLED; what the file system throws
 */
export async function runPieces(
  source: FileHandle,
  pieces: readonly Piece[],
  target: Target,
): Promise<Spliced & { readonly originalDigest?: Uint8Array }> {
  const { size } = await source.stat();
  const same = hashesSource(pieces, size);
  const length = copiedLength(pieces);
  const pump = new Pump(source, target, length, target.hashOriginal && !same ? size : undefined);
  try {
    for (const piece of pieces) await pump.run(piece);
    const spliced = await pump.finish();
    return same ? { ...spliced, originalDigest: spliced.digest } : spliced;
  } finally {
    await pump.end();
  }
}

class Pump {
  readonly #ring: BlockRing;
  readonly #target: Target;
  readonly #digest: RunningDigest;
  readonly #original: RunningDigest | undefined;
  readonly #size: number;
  /** How far the source went into the original's digest. */
  #known = 0;
  #at = 0;
  #manifestAt = 0;
  #done = 0;
  #unsynced = 0;
  #syncing: Promise<void> | undefined;

  /** @param original size of the source, where its own digest is wanted as well */
  constructor(source: FileHandle, target: Target, copied: number, original: number | undefined) {
    this.#ring = new BlockRing(source, Math.max(copied, original ?? 0));
    this.#target = target;
    this.#digest = runningDigest("sha256", this.#ring.blocks, copied);
    this.#size = original ?? 0;
    if (original !== undefined)
      this.#original = runningDigest("sha256", this.#ring.blocks, original);
  }

  async run(piece: Piece): Promise<void> {
    const { handle } = this.#target;
    if (piece.kind === "copy") return this.#copy(piece.start, piece.end, piece.hashed);
    if (piece.kind === "manifest") {
      this.#manifestAt = this.#at;
      this.#at += piece.length;
      return;
    }
    const { kind, bytes } = piece;
    if (kind === "hash-only" || piece.hashed) this.#digest.update(bytes);
    if (kind === "hash-only") return;
    if (handle) await writeAll(handle, bytes, this.#at);
    this.#at += bytes.length;
  }

  async #copy(start: number, end: number, hashed: boolean): Promise<void> {
    const { handle, progress, signal } = this.#target;
    await this.#skipTo(start);
    for await (const block of this.#ring.run(start, end)) {
      const { slot, bytes } = block;
      const uses = [
        handle && writeAll(handle, bytes, this.#at),
        hashed ? this.#digest.take(block) : undefined,
        this.#original?.take(block),
      ];
      this.#ring.hold(slot, Promise.all(uses));
      this.#at += bytes.length;
      this.#done += bytes.length;
      if (handle) this.#writeBack(handle, bytes.length);
      progress?.(this.#done);
      signal?.throwIfAborted();
    }
    this.#known = end;
  }

  /** What lies between copies, such as an index that was changed, belongs to the original all the same. */
  async #skipTo(end: number): Promise<void> {
    if (!this.#original) return;
    for await (const block of this.#ring.run(this.#known, end))
      this.#ring.hold(block.slot, this.#original.take(block));
  }

  /** Has the disk start on what was written, so that the sync before the rename finds little left to do. */
  #writeBack(handle: FileHandle, bytes: number): void {
    this.#unsynced += bytes;
    if (this.#syncing || this.#unsynced < WRITE_BACK) return;
    this.#unsynced = 0;
    this.#syncing = heard(
      handle.datasync().then(() => {
        this.#syncing = undefined;
      }),
    );
  }

  /** A disk tells of a failed write once: what an early sync was told must not get lost. */
  async finish(): Promise<Spliced & { readonly originalDigest?: Uint8Array }> {
    await this.#skipTo(this.#size);
    const [digest, originalDigest] = await Promise.all([
      this.#digest.digest(),
      this.#original?.digest(),
      this.#ring.settled(),
      this.#syncing,
    ]);
    const [manifestAt, length] = [this.#manifestAt, this.#at];
    return { digest, manifestAt, length, ...(originalDigest && { originalDigest }) };
  }

  async end(): Promise<void> {
    await Promise.all([this.#digest.end(), this.#original?.end()]);
  }
}

/** Writes all of `bytes` at an offset; one write call may take only part. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}
