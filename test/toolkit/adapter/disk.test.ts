import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { waitingDisk } from "../../../toolkit/adapter/disk.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colophon-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string) => waitingDisk.open(join(folder, name), "wx+");

it("a file that is closed twice leaves alone whose file has its number by then", async () => {
  const first = await open("first");
  await first.close();
  const next = await open("next");
  await first.close();
  await expect(first.write(new Uint8Array(8))).rejects.toThrow("EBADF");
  await next.write(new Uint8Array(8));
  await next.close();
  expect(readFileSync(join(folder, "next"))).toHaveLength(8);
});

it("a file is closed when what was begun with it has ended", async () => {
  const [megabytes, other] = [new Uint8Array(64 << 20).fill(1), new Uint8Array(8)];
  const first = await open("first");
  const written = first.write(megabytes, 0, megabytes.length, 0);
  const closed = first.close();
  const next = await open("next");
  await next.write(other);
  await closed;
  await next.close();
  expect((await written).bytesWritten).toBe(megabytes.length);
  expect(readFileSync(join(folder, "next"))).toEqual(Buffer.from(other));
});
