// Which entries have a key, for tens of millions of keys: the fingerprints of a hundred thousand articles are more than a
// Map can hold. Keys are kept as 64 bits of a hash in typed arrays, outside the heap. Two keys of one hash, which nobody
// can aim at without the seed, would make the gateway list an item too many, and readers check what is listed anyway.
import { randomBytes } from "node:crypto";

const START = 4096;
/** Grows when more than so many of 16 places are taken. */
const FULL = 11;

export class Postings {
  readonly #seed = [randomBytes(4).readUInt32LE(), randomBytes(4).readUInt32LE()] as const;
  #low = new Uint32Array(START);
  #high = new Uint32Array(START);
  /** 0 for a free place; n + 1 for the only entry, n; -i - 1 for the list #lists[i]. */
  #value = new Int32Array(START);
  #used = 0;
  readonly #lists: number[][] = [];

  /** Files an entry, by its number, under a key; twice is once. */
  add(key: string, entry: number): void {
    if (this.#used * 16 > this.#value.length * FULL) this.#grow();
    const [low, high] = this.#hash(key);
    const at = this.#place(low, high);
    const value = this.#value[at] ?? 0;
    if (value === 0) {
      this.#low[at] = low;
      this.#high[at] = high;
      this.#value[at] = entry + 1;
      this.#used++;
    } else if (value < 0) insert(this.#lists[-value - 1] ?? [], entry);
    else if (value !== entry + 1) {
      const list = [value - 1];
      insert(list, entry);
      this.#lists.push(list);
      this.#value[at] = -this.#lists.length;
    }
  }

  /** Numbers of the entries under a key, ascending. */
  list(key: string): readonly number[] {
    const [low, high] = this.#hash(key);
    const value = this.#value[this.#place(low, high)] ?? 0;
    if (value < 0) return this.#lists[-value - 1] ?? [];
    return value === 0 ? [] : [value - 1];
  }

  /** Where a hash is, or would be. */
  #place(low: number, high: number): number {
    const mask = this.#value.length - 1;
    let at = low & mask;
    while (this.#value[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high))
      at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [low, high, value] = [this.#low, this.#high, this.#value];
    const size = value.length * 2;
    this.#low = new Uint32Array(size);
    this.#high = new Uint32Array(size);
    this.#value = new Int32Array(size);
    for (let i = 0; i < value.length; i++) {
      if (value[i] === 0) continue;
      const at = this.#place(low[i] ?? 0, high[i] ?? 0);
      this.#low[at] = low[i] ?? 0;
      this.#high[at] = high[i] ?? 0;
      this.#value[at] = value[i] ?? 0;
    }
  }

  #hash(key: string): readonly [number, number] {
    let [a, b] = this.#seed as readonly [number, number];
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x9e3779b1);
      b = Math.imul(b ^ unit, 0x5f356495);
      b ^= a >>> 15;
    }
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return [a >>> 0, b >>> 0];
  }
}

/** Whether an ascending list has a number. */
export function includes(list: readonly number[], number: number): boolean {
  return list[placeIn(list, number)] === number;
}

function insert(list: number[], number: number): void {
  const last = list.at(-1);
  if (last === undefined || last < number) list.push(number);
  else if (!includes(list, number)) list.splice(placeIn(list, number), 0, number);
}

function placeIn(list: readonly number[], number: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
