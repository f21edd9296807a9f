// Programs in plain JavaScript: nothing is compiled, and what is wrong has to be said when it is called.
import { readdir } from "node:fs/promises";
import { beforeAll, expect, it } from "vitest";
import {
  ColophonError,
  createIdentity,
  openIdentity,
  sign,
  signAll,
  signBytes,
  verify,
} from "../../../toolkit/index.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let photo: string;
let jpeg: Uint8Array;
beforeAll(async () => {
  shop = await workshop();
  jpeg = await fixture("jpeg-baseline");
  photo = shop.put("photo.jpg", jpeg);
});

type Loose = (...args: unknown[]) => Promise<unknown>;
const loose = { sign, signBytes, verify, openIdentity, createIdentity } as unknown as Record<
  string,
  Loose
>;

async function failure(run: () => Promise<unknown>) {
  const error = await run().then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ColophonError);
  const { code, message, hint } = error as ColophonError;
  return [code, message, hint !== undefined || code === "CANCELLED"];
}

it.each([
  ["a source that is none", { source: "Camera" }, "source takes none but certain words"],
  ["a use in training that is none", { training: "no" }, "training takes none but certain words"],
  ["a model by itself", { generated: "picture-1" }, "generated is no object"],
  [
    "an oversight that is none",
    { generated: { oversight: "yes" } },
    "generated.oversight takes none but certain words",
  ],
  [
    "two sources",
    { generated: {}, source: "drawn" },
    "generated says already where the content comes from",
  ],
  ["a number as title", { title: 5 }, "title is no string"],
  ["one ingredient by itself", { ingredients: "a.jpg" }, "ingredients is no list of strings"],
  ["an address that is none", { remoteUrl: "javascript:x" }, "remoteUrl is no address"],
  [
    "an identity's name for an identity",
    { identity: "ada" },
    "it is not said who signs: identity is no identity",
  ],
  ["a misspelt model", { generated: { modell: "x" } }, 'generated has no option "modell"'],
  ["a misspelt language", { text: { lang: "en" } }, 'text has no option "lang"'],
  ["a language that is none", { text: { language: "x y" } }, "text.language is no language tag"],
  ["a kind of text that is none", { text: { type: "image/png" } }, "text.type is no kind of text"],
  [
    "a page's address that is none",
    { text: { canonicalUrl: "javascript:x" } },
    "text.canonicalUrl is no address",
  ],
  [
    "the version of no model",
    { generated: { modelVersion: "1" } },
    "generated.modelVersion needs generated.model",
  ],
  [
    "a prompt that isn't there",
    { generated: { includePrompt: true } },
    "generated.includePrompt needs generated.prompt",
  ],
  ["an address without a host", { remoteUrl: "http://" }, "remoteUrl is no address"],
  ["a moment for a clock", { now: new Date(0) }, "now is no function"],
  ["a number for a service", { timeStampUrl: 5 }, "timeStampUrl is no string"],
  ["a text by itself", { text: "en" }, "text is no object"],
  ["a manifest by itself", { manifest: "{}" }, "manifest is no object"],
])("%s is refused before anything is written", async (_, said, message) => {
  const { identity } = shop;
  const before = await readdir(shop.folder);
  const options = { identity, ...said };
  const wrong = ["USAGE", message, true];
  expect(await failure(() => loose["sign"]!(photo, options))).toEqual(wrong);
  expect(await failure(() => loose["signBytes"]!("photo.jpg", jpeg, options))).toEqual(wrong);
  const all = signAll([photo], { ...options, out: `${shop.folder}/all` } as never);
  expect(await failure(() => all.next())).toEqual(wrong);
  expect(await readdir(shop.folder)).toEqual(before);
});

it("an option that a function doesn't have is named before anything is done", async () => {
  const { identity } = shop;
  const before = await readdir(shop.folder);
  const wrong = (called: string, name: string) => [
    "USAGE",
    `${called} has no option "${name}"`,
    true,
  ];
  const options = { identity, otuput: "x.jpg" };
  expect(await failure(() => loose["sign"]!(photo, options))).toEqual(wrong("sign", "otuput"));
  expect(await failure(() => loose["signBytes"]!("photo.jpg", jpeg, options))).toEqual(
    wrong("signBytes", "otuput"),
  );
  const kept = { identity, archive: "records" };
  expect(await failure(() => loose["signBytes"]!("photo.jpg", jpeg, kept))).toEqual(
    wrong("signBytes", "archive"),
  );
  const out = `${shop.folder}/all`;
  const all = signAll([photo], { identity, out, output: "x" } as never);
  expect(await failure(() => all.next())).toEqual(wrong("signAll", "output"));
  const one = signAll([{ input: photo, titel: "x" } as never], { identity, out });
  expect(await failure(() => one.next())).toEqual(wrong("a file", "titel"));
  expect(await failure(() => loose["verify"]!(photo, { anchor: ["PEM"] }))).toEqual(
    wrong("verify", "anchor"),
  );
  expect(await failure(() => loose["createIdentity"]!({ organization: "x" }))).toEqual([
    "IDENTITY_INVALID",
    'createIdentity has no option "organization"',
    true,
  ]);
  expect(await readdir(shop.folder)).toEqual(before);
  const { state } = await verify(jpeg, { anchors: undefined } as never);
  expect(state).toBe("None");
});

it("options that take each other back are refused", async () => {
  const { identity } = shop;
  const both = { identity, inPlace: true, output: `${shop.folder}/other.jpg` };
  expect(await failure(() => sign(photo, both))).toEqual([
    "USAGE",
    "inPlace writes no other file",
    true,
  ]);
  expect(await failure(() => verify(photo, { privateLookup: true }))).toEqual([
    "USAGE",
    "privateLookup is about gateways, and none was named",
    true,
  ]);
  const all = signAll([photo], { identity, out: `${shop.folder}/all`, state: "journal" });
  expect(await failure(() => all.next())).toEqual([
    "USAGE",
    "state is for an output at an address",
    true,
  ]);
});

it("an archive that isn't there, or a folder of other things, is named and not passed over", async () => {
  for (const [archive, what] of [
    [`${shop.folder}/nowhere`, ": there is no such folder"],
    [shop.folder, ", which holds other things"],
  ] as const)
    expect(await failure(() => verify(photo, { archive }))).toEqual([
      "ARCHIVE_UNAVAILABLE",
      `there is no archive in ${archive}${what}`,
      true,
    ]);
});

it.each([
  ["sign", [], "input is no path"],
  ["sign", ["photo.jpg"], "sign got no options"],
  ["signBytes", ["a.jpg", new ArrayBuffer(4), {}], "bytes is no Uint8Array"],
  ["verify", [], "input is neither a path nor bytes"],
  ["verify", [new Uint8Array(4), { anchors: "PEM" }], "anchors is no list of strings"],
  ["verify", [new Uint8Array(4), null], "verify got no options"],
  ["openIdentity", ["ada"], "openIdentity is not told in which world"],
] as const)("%s(%j) says what is wrong", async (name, args, message) => {
  expect(await failure(() => loose[name]!(...args))).toEqual(["USAGE", message, true]);
});

it("the letters of a name are not taken for so many files", async () => {
  const { identity } = shop;
  const all = signAll("photo.jpg", { identity, out: `${shop.folder}/letters` });
  expect(await failure(() => all.next())).toEqual(["USAGE", "files is no list of files", true]);
});

it("a signature that was called off before it began is not made", async () => {
  const { identity } = shop;
  const before = await readdir(shop.folder);
  const signal = AbortSignal.abort();
  expect(await failure(() => sign(photo, { identity, signal }))).toEqual([
    "CANCELLED",
    "cancelled",
    true,
  ]);
  expect(await readdir(shop.folder)).toEqual(before);
});
