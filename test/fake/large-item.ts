// Items of 200 KB, one for each number: a few of them make a bundle of several chunks.
import { createItem } from "../../src/archive/index.js";
import { fakeOwner } from "./archive-owner.js";

/** Items `from` up to, not including, `to`. */
export async function largeItems(from: number, to: number) {
  const owner = await fakeOwner(1);
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return Promise.all(
    numbers.map((n) => createItem({ ...owner, data: new Uint8Array(200_000).fill(n), tags: [] })),
  );
}
