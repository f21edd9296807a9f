// Memory that is used again: never by two at a time, and only what was taken here.
import { describe, expect, it } from "vitest";
import { spareBuffers } from "../../../toolkit/adapter/spare-buffers.js";

describe("spare buffers", () => {
  it("are used again, for what is about as large", () => {
    const buffers = spareBuffers();
    const first = buffers.take(100_000);
    expect(first).toHaveLength(100_000);
    buffers.give(first);
    expect(buffers.take(10).buffer).not.toBe(first.buffer);
    expect(buffers.take(99_000).buffer).toBe(first.buffer);
    expect(buffers.take(99_000).buffer).not.toBe(first.buffer);
  });

  it("are given back once, and memory from elsewhere is not taken in", () => {
    const buffers = spareBuffers();
    const mine = buffers.take(1000);
    buffers.give(mine, mine, new Uint8Array(65_536));
    const [one, other] = [buffers.take(1000), buffers.take(1000)];
    expect(one.buffer).toBe(mine.buffer);
    expect(other.buffer).not.toBe(mine.buffer);
  });

  it("are not kept without end", () => {
    const buffers = spareBuffers();
    const taken = Array.from({ length: 40 }, () => buffers.take(1 << 20));
    buffers.give(...taken);
    const memory = new Set(taken.map(({ buffer }) => buffer));
    const again = Array.from({ length: 40 }, () => buffers.take(1 << 20));
    expect(again.filter(({ buffer }) => memory.has(buffer))).toHaveLength(32);
  });
});
