// Signed and unsigned media for pages of a test, made once a run of it.
import { readFileSync } from "node:fs";
import { sign } from "../../../toolkit/index.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import type { Served, Site } from "./site.js";

export type Files = ReadonlyMap<string, Served>;

const SIGNED = {
  "signed.jpg": ["jpeg-baseline", "image/jpeg"],
  "signed.png": ["png", "image/png"],
  "signed.webp": ["webp-lossy", "image/webp"],
  "signed.avif": ["avif", "image/avif"],
  "signed.svg": ["svg", "image/svg+xml"],
  "signed.mp4": ["mp4-moov-first", "video/mp4"],
  "signed.wav": ["wav", "audio/wav"],
} as const;

const PLAIN = {
  "plain.jpg": ["jpeg-baseline", "image/jpeg"],
  "plain.png": ["png", "image/png"],
  "plain.webp": ["webp-lossy", "image/webp"],
  "plain.mp4": ["mp4-moov-first", "video/mp4"],
  "plain.wav": ["wav", "audio/wav"],
} as const;

let made: Promise<Files> | undefined;

/** Files by the names of `SIGNED` and `PLAIN`, and `late.jpg`, whose manifest starts after 128 KB. */
export function files(): Promise<Files> {
  made ??= make();
  return made;
}

async function make(): Promise<Files> {
  const shop = await workshop();
  const all = new Map<string, Served>();
  for (const [name, [from, mediaType]] of Object.entries(SIGNED)) {
    const { output } = await sign(shop.put(name, await fixture(from)), {
      identity: shop.identity,
      source: "camera",
    });
    all.set(name, { mediaType, content: new Uint8Array(readFileSync(output)) });
  }
  for (const [name, [from, mediaType]] of Object.entries(PLAIN))
    all.set(name, { mediaType, content: await fixture(from) });
  const signed = all.get("signed.jpg")?.content as Uint8Array;
  all.set("late.jpg", { mediaType: "image/jpeg", content: withRoomBefore(signed) });
  return all;
}

/** Puts them all under `/`. */
export function putAll(site: Site, all: Files): void {
  for (const [name, served] of all) site.put(`/${name}`, served);
}

/** 128 KB of APP1 segments come first, as in pictures of some cameras. It was not signed so. */
function withRoomBefore(jpeg: Uint8Array): Uint8Array {
  const segment = new Uint8Array(2 + 65_535);
  segment.set([0xff, 0xe1, 0xff, 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, segment, jpeg.subarray(2)]);
}
