// Texts put together at random from what gives parsers trouble, signed: the credential holds, a changed word is noticed, and
// stripped they are what they were. From a fixed seed, so that a failure can be seen again.
import { beforeAll, expect, it } from "vitest";
import { containerFor, mediaTypeOf, memorySource } from "../../src/container/index.js";
import { equal, utf8, utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { signBytes, verify } from "../../toolkit/index.js";
import { hashedBytes } from "../src/container/spliced.js";
import { type Workshop, workshop } from "../toolkit/sign/workshop.js";

const TEXTS = 200;
const PARTS = [
  ..."<!doctype html>|<html>|<head>|</head>|<body>|</body>|</html>|<!-- x -->|<!--|<script>|</script>|<style>|</style>".split(
    "|",
  ),
  ..."<title>x</title>|<template>|</template>|<math>|</math>|<p>|<noscript>|<frameset>|<HEAD>|<html a='>'>|<textarea>".split(
    "|",
  ),
  ..."<?xml version='1.0'?>|<?x|?>|<![CDATA[|]]>|<?php|<meta charset=utf-8>|<link rel=icon|<!DOCTYPE html PUBLIC 'a>'>".split(
    "|",
  ),
  ..."-----BEGIN C2PA MANIFEST-----|-----END C2PA MANIFEST-----|/* c */|/*|*/|{|}|[|]|'|\"|`|\\|&amp;".split(
    "|",
  ),
  ..."# c\n|// c\n|-- c\n|% c\n|---\n|#!/bin/sh\n|title: x\n|word |back\n|\n|\r\n|\r|\t| ".split(
    "|",
  ),
  ...[
    "e\u0301",
    "日本語",
    "\u{1f600}",
    "\ufeff",
    "\u200d",
    "\ufe0f",
    "\u{e0100}",
    "\u2028",
    "\u202e",
  ],
];
const NAMES = "txt md html xhtml js py sh css yaml xml c rs sql tex php lua toml rb".split(" ");

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});

let state = 11;
function below(bound: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

it("a text of any parts holds when it was signed, and comes out as it was", async () => {
  let held = 0;
  for (let i = 0; i < TEXTS; i++) {
    const name = `a.${NAMES[below(NAMES.length)]}`;
    const text = Array.from({ length: 2 + below(20) }, () => PARTS[below(PARTS.length)]).join("");
    const what = `${name} ${JSON.stringify(text)}`;
    const source = utf8(text);
    const signed = await signBytes(name, source, { identity: shop.identity }).catch(refused(what));
    if (!signed) continue;
    held += 1;
    const verdict = await verify(signed.bytes, { name, anchors: [shop.root] });
    expect(verdict.state, what).toBe("Trusted");
    const kept = await withoutCredential(name, signed.bytes);
    expect([utf8(text.normalize("NFC")), source], what).toContainEqual(kept);
    const changed = utf8(utf8Text(signed.bytes)!.replace("back", "gone"));
    if (equal(changed, signed.bytes)) continue;
    const other = await verify(changed, { name, anchors: [shop.root] });
    expect(["Invalid", "None"], what).toContain(other.state);
  }
  expect(held).toBeGreaterThan(TEXTS / 2);
});

async function withoutCredential(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const source = memorySource(bytes);
  const mediaType = (await mediaTypeOf(source, { name }))!;
  const layout = await containerFor(mediaType)!.open(source, mediaType);
  return hashedBytes(bytes, layout.stripped!());
}

/** Some of them are no texts, or carry what looks like a broken credential. */
function refused(what: string) {
  return (cause: unknown) => {
    const code = cause instanceof ColophonError ? cause.code : String(cause);
    const expected = ["FORMAT_UNSUPPORTED", "FILE_EMPTY", "RECORD_INVALID", "CONTAINER_MALFORMED"];
    expect(expected, what).toContain(code);
    return undefined;
  };
}
