import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { utf8 } from "../../../src/encoding/index.js";
import { sign, signBytes, verify } from "../../../toolkit/index.js";
import { hasOpenssl, startTimeStampAuthority } from "../../fake/time-stamp-authority.js";
import { fixture, type Workshop, workshop } from "./workshop.js";

let shop: Workshop;
let jpeg: Uint8Array;
beforeAll(async () => {
  shop = await workshop();
  jpeg = await fixture("jpeg-baseline");
});

const codes = (verdict: { findings: readonly { code: string }[] }) =>
  verdict.findings.map(({ code }) => code);

describe("sign", () => {
  it("writes NAME.signed.EXT beside the original, which stays as it was", async () => {
    const input = shop.put("photo.jpg", jpeg);
    const result = await sign(input, { identity: shop.identity });
    expect(result.output).toBe(join(shop.folder, "photo.signed.jpg"));
    expect(shop.read("photo.jpg")).toEqual(jpeg);
    expect(shop.read("photo.signed.jpg").length - jpeg.length).toBe(result.overheadBytes);
    expect(result.overheadBytes).toBeLessThan(3 * 1024);
    expect(shop.names().filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("an output that exists is left alone", async () => {
    const input = shop.put("kept.jpg", jpeg);
    shop.put("kept.signed.jpg", "mine");
    await expect(sign(input, { identity: shop.identity })).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    expect(Buffer.from(shop.read("kept.signed.jpg")).toString()).toBe("mine");
    await sign(input, { identity: shop.identity, replace: true });
    expect((await verify(join(shop.folder, "kept.signed.jpg"))).state).toBe("Valid");
  });

  it("claims nothing that was not said: the original is media of unknown provenance", async () => {
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity, check: true });
    const { tree, ai } = await verify(bytes);
    expect(tree?.actions.map(({ action }) => action)).toEqual(["c2pa.opened"]);
    expect(tree?.ingredients).toMatchObject([
      { relationship: "parentOf", state: "no-credential", title: "a.jpg" },
    ]);
    expect(ai?.kind).toBe("not-declared");
  });

  it("says what is known of generated media, and keeps the prompt to itself", async () => {
    const prompt = new TextEncoder().encode("a harbour at dawn");
    const { bytes } = await signBytes("a.jpg", jpeg, {
      identity: shop.identity,
      check: true,
      title: "Harbour",
      creator: "Ada Reyes",
      rights: "© The Daily Record",
      training: "notAllowed",
      generated: {
        model: "picture-1",
        modelVersion: "2",
        provider: "Example AI",
        prompt,
        oversight: "prompt_guided",
      },
    });
    const verdict = await verify(bytes);
    expect(verdict).toMatchObject({
      state: "Valid",
      title: "Harbour",
      creator: "Ada Reyes",
      ai: { kind: "generated", model: "picture-1", oversight: "prompt_guided", inherited: false },
    });
    expect(verdict.training?.map(({ purpose, use }) => `${purpose}: ${use}`)).toEqual([
      "ai_generative_training: notAllowed",
      "ai_training: notAllowed",
      "ai_inference: notAllowed",
      "data_mining: notAllowed",
    ]);
    expect(Buffer.from(bytes).includes("harbour at dawn")).toBe(false);
    const hash = createHash("sha256").update(prompt).digest("hex");
    expect(Buffer.from(bytes).includes(`SHA-256 ${hash}`)).toBe(true);
    const shown = await signBytes("a.jpg", jpeg, {
      identity: shop.identity,
      check: true,
      generated: { prompt, includePrompt: true },
    });
    expect(Buffer.from(shown.bytes).includes("harbour at dawn")).toBe(true);
    expect((await verify(shown.bytes)).state).toBe("Valid");
  });

  it("a signed file signed again keeps its history", async () => {
    const first = await signBytes("a.jpg", jpeg, { identity: shop.identity, source: "camera" });
    const second = await signBytes("b.jpg", first.bytes, { identity: shop.identity, check: true });
    const verdict = await verify(second.bytes, { anchors: [shop.root] });
    expect(verdict.state).toBe("Trusted");
    expect(verdict.manifest).toBe(second.manifestId);
    expect(verdict.tree?.ingredients).toMatchObject([
      { relationship: "parentOf", manifest: first.manifestId, state: "valid" },
    ]);
    expect(verdict.ai).toMatchObject({ kind: "captured", inherited: true });
  });

  it("credentials too damaged to be history are not dropped in silence", async () => {
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity });
    const damaged = bytes.slice();
    damaged.fill(0, 90, 400);
    const input = shop.put("damaged.jpg", damaged);
    await expect(sign(input, { identity: shop.identity })).rejects.toMatchObject({
      code: "CONTAINER_MALFORMED",
    });
    expect(shop.names()).not.toContain("damaged.signed.jpg");
    await sign(input, { identity: shop.identity, sidecar: true });
  });

  it("names a parent and what the file contains", async () => {
    const parent = shop.put(
      "parent.jpg",
      (
        await signBytes("p.jpg", jpeg, {
          identity: shop.identity,
          generated: { model: "picture-1" },
        })
      ).bytes,
    );
    const part = shop.put("part.png", await fixture("png"));
    const { bytes } = await signBytes("c.jpg", jpeg, {
      identity: shop.identity,
      parent,
      ingredients: [part],
      check: true,
    });
    const { tree, ai, state } = await verify(bytes);
    expect(state).toBe("Valid");
    expect(tree?.ingredients.map(({ relationship, title }) => [relationship, title])).toEqual([
      ["parentOf", "parent.jpg"],
      ["componentOf", "part.png"],
    ]);
    expect(ai).toMatchObject({ kind: "generated", inherited: true });
  });

  it.skipIf(!hasOpenssl)("a time-stamp says when, once its authority is on a list", async () => {
    const authority = await startTimeStampAuthority();
    try {
      const { bytes } = await signBytes("a.jpg", jpeg, {
        identity: shop.identity,
        timeStampUrl: authority.url,
        check: true,
      });
      expect((await verify(bytes)).when).toMatchObject({ source: "time-stamp", trusted: false });
      const known = await verify(bytes, {
        anchors: [shop.root],
        timeStampAnchors: [authority.root],
      });
      expect(known.state).toBe("Trusted");
      expect(known.when).toMatchObject({ source: "time-stamp", trusted: true });
      expect(codes(known)).toContain("timeStamp.trusted");
      // a signer's anchor is no time-stamp's anchor
      const mixed = await verify(bytes, { anchors: [shop.root, authority.root] });
      expect(mixed.when?.trusted).toBe(false);
    } finally {
      authority.close();
    }
  });

  it.skipIf(!hasOpenssl)("without its time-stamp nothing is written", async () => {
    const authority = await startTimeStampAuthority();
    authority.manner = "other imprint";
    const input = shop.put("stamped.jpg", jpeg);
    await expect(
      sign(input, { identity: shop.identity, timeStampUrl: authority.url }),
    ).rejects.toMatchObject({ code: "TIMESTAMP_FAILED" });
    authority.close();
    expect(shop.names()).not.toContain("stamped.signed.jpg");
  });

  it("--check refuses what the rubrics would fault, and writes nothing", async () => {
    const input = shop.put("checked.jpg", jpeg);
    const manifest = { assertions: [{ label: "stds.iptc", kind: "Json", data: { a: 1 } }] };
    await expect(
      sign(input, { identity: shop.identity, manifest, check: true }),
    ).rejects.toMatchObject({ code: "CHECK_FAILED" });
    expect(shop.names()).not.toContain("checked.signed.jpg");
  });

  it("an expert's manifest stands, but brings neither keys nor a hard binding", async () => {
    const label = "com.example.note";
    const manifest = { title: "Theirs", assertions: [{ label, data: { note: "x" } }] };
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity, manifest });
    expect(await verify(bytes)).toMatchObject({ state: "Valid", title: "Theirs" });
    expect(Buffer.from(bytes).includes(label)).toBe(true);
    for (const wrong of [
      { private_key: "k.pem" },
      { assertions: [{ label: "c2pa.hash.data", data: {} }] },
      { assertions: [{ data: {} }] },
      { asertions: [{ label, data: {} }] },
      { assertions: [{ label, data: {}, crated: false }] },
    ])
      await expect(
        signBytes("a.jpg", jpeg, { identity: shop.identity, manifest: wrong }),
      ).rejects.toMatchObject({ code: "DEFINITION_INVALID" });
  });

  it("a text gets no name under which its credential would not be found", async () => {
    const { identity } = shop;
    const page = utf8(
      "<!doctype html><html><head></head><body><p>The lake is back.</p></body></html>",
    );
    const script = utf8("# The lake is back.\nprint(1)\n");
    const sources = {
      md: shop.put("lake.md", utf8("The lake is back.\n")),
      html: shop.put("page.html", page),
      py: shop.put("lake.py", script),
    };
    const { md, html, py } = sources;
    for (const [input, name] of [
      [md, "to.html"],
      [md, "to.jpg"],
      [html, "to.md"],
      [py, "to.js"],
    ] as const)
      await expect(
        sign(input, { identity, output: join(shop.folder, name) }),
      ).rejects.toMatchObject({
        code: "USAGE",
        message: expect.stringContaining(`${name} is not a name for text/`),
      });
    for (const [input, name] of [
      [md, "to.txt"],
      [md, "to"],
      [html, "to.xhtml"],
      [py, "to.sh"],
    ] as const) {
      const { output } = await sign(input, { identity, output: join(shop.folder, name) });
      expect((await verify(output)).state, name).toBe("Valid");
    }
  });

  it("an expert's manifest may have what other tools know, and remarks", async () => {
    const manifest = {
      $schema: "https://example.com/manifest.json",
      _comment: "ours",
      vendor: "example",
      claim_generator: "other/1.0",
      claim_generator_info: [{ name: "other" }],
      assertions: [{ label: "com.example.note", data: {}, kind: "Json", created: false }],
    };
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity, manifest });
    expect((await verify(bytes)).state).toBe("Valid");
  });

  it("the signature has no unsigned padding", async () => {
    const { store } = await signBytes("a.jpg", jpeg, { identity: shop.identity });
    expect(Buffer.from(store).includes(Buffer.alloc(32))).toBe(false);
  });

  it("names a manifest kept elsewhere without asking for it", async () => {
    const remoteUrl = "https://example.com/manifest.c2pa";
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity, remoteUrl });
    expect(Buffer.from(bytes).includes(remoteUrl)).toBe(true);
    expect((await verify(bytes)).state).toBe("Valid");
  });
});
