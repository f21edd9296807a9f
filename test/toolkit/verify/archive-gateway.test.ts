// A verdict with gateways: what they find, what they can't hide, and what their failing costs, which is nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createItem, type Gateway, withdrawalRecord } from "../../../src/archive/index.js";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import type { GatewayMeans } from "../../../src/examine/index.js";
import { examine } from "../../../src/examine/index.js";
import { ColophonError } from "../../../src/index.js";
import { trustLists } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { createIdentity, type NewIdentity, sign } from "../../../toolkit/index.js";
import { bytesSubject } from "../../../toolkit/verify/subject.js";
import { type KeptItem, listingGateway } from "../../fake/listing-gateway.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let signed: Uint8Array;
let bare: Uint8Array;
let record: KeptItem;
let archive: LocalArchive;

/** Signs `bytes` and keeps the record in `archive`. */
async function archived(name: string, bytes: Uint8Array, identity: NewIdentity, folder: string) {
  const result = await sign(shop.put(name, bytes), { identity, archive: folder });
  const kept = await LocalArchive.open(folder);
  const id = result.record!;
  return {
    signed: new Uint8Array(readFileSync(result.output)),
    record: { id, bytes: new Uint8Array(await kept.get(id)) },
    archive: kept,
  };
}

/** The file without its manifest, as a platform would leave it. */
async function stripped(bytes: Uint8Array): Promise<Uint8Array> {
  const layout = await containerFor("image/jpeg")!.open(memorySource(bytes), "image/jpeg");
  const { start, length } = layout.manifestSpans[0]!;
  return concat(bytes.subarray(0, start), bytes.subarray(start + length));
}

beforeAll(async () => {
  shop = await workshop();
  ({ signed, record, archive } = await archived(
    "a.jpg",
    await fixture("jpeg-baseline"),
    shop.identity,
    join(shop.folder, "archive"),
  ));
  bare = await stripped(signed);
});

const means = (gateways: readonly Gateway[], change: Partial<GatewayMeans> = {}): GatewayMeans => ({
  open: () => gateways,
  private: false,
  ...change,
});
const lists = (root?: string) => trustLists({ user: root ? [{ name: "mine", pem: root }] : [] });
const verify = (
  bytes: Uint8Array,
  gateways?: GatewayMeans,
  more: { archive?: LocalArchive; root?: string } = {},
) =>
  examine(bytesSubject("a.jpg", "a.jpg", bytes), {
    engine: hostEngine,
    trust: lists(more.root),
    now: () => new Date(),
    ...(gateways && { gateways }),
    ...(more.archive && { archive: more.archive }),
  });
const codes = (verdict: { findings: readonly { code: string }[] }) =>
  verdict.findings.map(({ code }) => code).filter((code) => code.startsWith("colophon.archive."));

async function withdrawal(by: NewIdentity, withdraws: string) {
  const { publicKey, sign } = by.archiveKey!;
  const notice = { withdraws, hashes: [], at: "2026-08-21T10:00:00Z", reason: "wrong caption" };
  return createItem({ owner: publicKey, sign, ...withdrawalRecord(notice) });
}

describe("a copy without its credential", () => {
  it("is recognised through a gateway, by content and signer, and stays None", async () => {
    const gateway = await listingGateway([record], { url: "https://gateway.example" });
    const verdict = await verify(bare, means([gateway]));
    expect(verdict).toMatchObject({
      state: "None",
      archive: {
        id: record.id,
        level: "authentic",
        match: "hard-binding",
        signer: "The Daily Record",
        archivedIn: "https://gateway.example",
      },
    });
    expect(codes(verdict)).toEqual([
      "colophon.archive.notProven",
      "colophon.archive.recordHolds",
      "colophon.archive.asked",
    ]);
    const said = verdict.findings.map(({ explanation }) => explanation).join("\n");
    expect(said).toContain("not part of a block yet");
    expect(said).toContain("asked 1 gateway by the file's hash");
  });

  it("with one byte changed is not", async () => {
    const other = bare.slice();
    other[other.length - 100]! ^= 1;
    const verdict = await verify(other, means([await listingGateway([record])]));
    expect(verdict.archive).toBeUndefined();
    expect(codes(verdict)).toEqual(["colophon.archive.asked"]);
  });

  it("of which several signers have records is first that of the one on a trust list", async () => {
    const eve = await createIdentity({ name: "Eve" });
    const other = await archived("b.jpg", bare, eve, join(shop.folder, "eve"));
    for (const items of [
      [other.record, record],
      [record, other.record],
    ]) {
      const verdict = await verify(bare, means([await listingGateway(items)]), { root: shop.root });
      expect(verdict.archive?.signer).toBe("The Daily Record");
    }
    const oldest = await verify(bare, means([await listingGateway([other.record, record])]));
    expect(oldest.archive?.signer).toBe("Eve");
  });
});

describe("a copy with its credential", () => {
  it("is looked up by that, under its own signer only, and without a payload", async () => {
    const gateway = await listingGateway([record]);
    const verdict = await verify(signed, means([gateway]), { root: shop.root });
    expect(verdict).toMatchObject({
      state: "Trusted",
      archive: { id: record.id, match: "signed-file", level: "authentic" },
    });
    for (const asked of gateway.asked)
      expect(asked).toMatchObject({ owners: [verdict.archive?.owner] });
  });

  it("that binds no owner is asked of nobody: no record of it could count", async () => {
    const { archiveKey: _, ...desk } = await createIdentity({ name: "Desk", algorithm: "es256" });
    const { output } = await sign(shop.put("c.jpg", bare), { identity: desk });
    const gateway = await listingGateway([]);
    const verdict = await verify(new Uint8Array(readFileSync(output)), means([gateway]));
    expect(verdict.state).toBe("Valid");
    expect(codes(verdict)).toEqual([]);
    expect(gateway.asked).toEqual([]);
  });

  it("in private tells its prefixes, and its record is not asked for by id", async () => {
    const gateway = await listingGateway([record]);
    const verdict = await verify(signed, means([gateway], { private: true }));
    expect(verdict.archive).toMatchObject({ id: record.id, level: "authentic" });
    const [oldest] = gateway.asked;
    expect(oldest).toMatchObject({ tags: [{ name: "Colophon-Hash-Prefix" }] });
    expect(JSON.stringify(gateway.asked)).not.toContain(verdict.archive?.owner);
    expect(JSON.stringify(gateway.asked)).not.toContain("payload");
    const said = verdict.findings.map(({ explanation }) => explanation).join("\n");
    expect(said).toContain("by the first 16 bits of the file's hash");
    expect(said).toContain("would tell which record it is");
  });
});

describe("what the signer said later", () => {
  it("is heard from a gateway and from the local archive: withdrawn, and the state stays", async () => {
    const notice = await withdrawal(shop.identity, record.id);
    const gateway = await listingGateway([record, notice]);
    const local = await LocalArchive.open(join(shop.folder, "withdrawn"));
    await local.put(record.bytes);
    await local.put(notice.bytes);
    for (const verdict of [
      await verify(signed, means([gateway]), { root: shop.root }),
      await verify(signed, means([gateway], { private: true }), { root: shop.root }),
      await verify(signed, means([gateway]), { root: shop.root, archive }),
      await verify(signed, undefined, { root: shop.root, archive: local }),
    ]) {
      expect(verdict).toMatchObject({
        state: "Trusted",
        archive: { withdrawn: { id: notice.id, reason: "wrong caption" } },
      });
      expect(codes(verdict)).toContain("colophon.archive.withdrawn");
    }
    expect((await verify(bare, means([gateway]))).archive?.withdrawn?.id).toBe(notice.id);
  });

  it("is not heard from anybody else", async () => {
    const eve = await createIdentity({ name: "Eve" });
    const notice = await withdrawal(eve, record.id);
    const verdict = await verify(signed, means([await listingGateway([record, notice])]));
    expect(verdict.archive?.id).toBe(record.id);
    expect(verdict.archive?.withdrawn).toBeUndefined();
  });
});

describe("gateways that fail", () => {
  const fail = async () => {
    throw new ColophonError("GATEWAY_FAILED", "it answered with HTML");
  };
  const bad = () => listingGateway([], { url: "https://bad.example", find: fail });

  it("are told and change nothing about the verdict", async () => {
    const verdict = await verify(signed, means([await bad()]), { root: shop.root });
    expect(verdict.state).toBe("Trusted");
    expect(verdict.archive).toBeUndefined();
    expect(codes(verdict)).toEqual(["colophon.archive.gatewaysFailed"]);
    const [finding] = verdict.findings.filter(({ code }) => code.endsWith("gatewaysFailed"));
    expect(finding).toMatchObject({ kind: "informational" });
    expect(finding?.explanation).toContain("https://bad.example");
  });

  it("are stood in for by the others, and aren't asked again after two files", async () => {
    const broken = await bad();
    const asking = means([broken, await listingGateway([record])]);
    for (const count of [2, 4, 4]) {
      const verdict = await verify(bare, asking);
      expect(verdict.archive?.id).toBe(record.id);
      expect(codes(verdict)).toContain("colophon.archive.gatewayFailed");
      expect(broken.asked).toHaveLength(count);
    }
  });

  it("leave what the local archive knows", async () => {
    const verdict = await verify(signed, means([await bad()]), { archive });
    expect(verdict.archive).toMatchObject({ id: record.id, archivedIn: archive.folder });
    expect(codes(verdict)).toContain("colophon.archive.gatewaysFailed");
  });

  it("don't keep the user from stopping", async () => {
    const cancelled = async () => {
      throw new ColophonError("CANCELLED", "cancelled");
    };
    const stopped = await listingGateway([], { find: cancelled });
    await expect(verify(bare, means([stopped]))).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
