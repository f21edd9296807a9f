// Taking a record back and replacing it: the owner's right, and nobody else's.
import { describe, expect, it } from "vitest";
import {
  createItem,
  manifestRecord,
  type RecordInput,
  verifyRecord,
  withdrawalRecord,
  withSuccessors,
} from "../../../../src/archive/index.js";
import { sha256, utf8 } from "../../../../src/encoding/index.js";
import { type FakeOwner, fakeOwner } from "../../../fake/archive-owner.js";
import { fakeJudge, fakeStore } from "../../../fake/judge-store.js";

const ada = await fakeOwner(1);
const eve = await fakeOwner(2);
const FILE = utf8("the signed file");
const hash = await sha256(FILE);
const urn = (name: string) => `urn:c2pa:${name}`;

async function record(by: FakeOwner, name: string, change: Partial<RecordInput> = {}, owner = by) {
  const manifest = urn(name);
  const store = fakeStore({ manifest, archiveOwner: owner.address });
  const input = { manifest, store, mediaType: "image/jpeg", assetHash: hash, ...change };
  return createItem({ ...by, ...(await manifestRecord(input)) });
}
async function withdrawal(
  by: FakeOwner,
  withdraws: string,
  reason?: string,
  at = "2026-08-21T10:00:00Z",
) {
  const input = { withdraws, hashes: [hash], manifest: urn("first"), at };
  return createItem({ ...by, ...withdrawalRecord({ ...input, ...(reason && { reason }) }) });
}

const first = await record(ada, "first");
const { evidence } = await verifyRecord(first.bytes, {
  judge: fakeJudge,
  copy: { sha256: hash },
  archivedIn: "here",
});
const told = (...items: readonly { id: string; bytes: Uint8Array }[]) =>
  withSuccessors(evidence!, items, fakeJudge);
const codes = (found: Awaited<ReturnType<typeof told>>) =>
  found.findings.map(({ code, kind }) => [code, kind]).slice(0, -2);

describe("a record", () => {
  it("that its owner takes back is withdrawn, with the time and the reason by its signer's word", async () => {
    const notice = await withdrawal(ada, first.id, "the caption was wrong");
    const found = await told(notice);
    expect(found.withdrawn).toEqual({
      id: notice.id,
      at: "2026-08-21T10:00:00Z",
      reason: "the caption was wrong",
    });
    expect(codes(found)).toEqual([["colophon.archive.withdrawn", "informational"]]);
    expect({ ...found, withdrawn: undefined, findings: [] }).toEqual({
      ...evidence,
      withdrawn: undefined,
      findings: [],
    });
  });

  it("that its owner replaces names what replaces it", async () => {
    const second = await record(ada, "second", { supersedes: first.id });
    const found = await told(second);
    expect(found.supersededBy).toBe(second.id);
    expect(codes(found)).toEqual([["colophon.archive.superseded", "informational"]]);
  });

  it("may be both, and the last replacement and the first withdrawal count", async () => {
    const [second, third] = [
      await record(ada, "second", { supersedes: first.id }),
      await record(ada, "third", { supersedes: first.id }),
    ];
    const early = await withdrawal(ada, first.id);
    const late = await withdrawal(ada, first.id, "again", "2026-09-21T10:00:00Z");
    const found = await told(late, second, early, third);
    expect(found).toMatchObject({ supersededBy: third.id, withdrawn: { id: early.id } });
  });

  it("nobody spoke of later is as it was", async () => {
    expect(await told()).toBe(evidence);
    expect(await told(first)).toBe(evidence);
  });
});

describe("a stranger", () => {
  it("can't take a record back", async () => {
    expect(await told(await withdrawal(eve, first.id))).toBe(evidence);
  });

  it("can't replace it, with a manifest that names the stranger or the true owner", async () => {
    const change = { supersedes: first.id };
    expect(await told(await record(eve, "hijack", change))).toBe(evidence);
    expect(await told(await record(eve, "hijack", change, ada))).toBe(evidence);
  });

  it("can't put the owner's key or signature under a notice of theirs", async () => {
    const notice = await withdrawal(eve, first.id);
    const bytes = notice.bytes.slice();
    bytes.set(ada.owner, 2 + 64);
    expect(await told({ id: notice.id, bytes })).toBe(evidence);
  });

  it("can't crowd the owner's notice out with many of their own", async () => {
    const spam = await Promise.all(
      [...Array(40).keys()].map((n) => withdrawal(eve, first.id, `${n}`)),
    );
    expect((await told(...spam, await withdrawal(ada, first.id))).withdrawn).toBeDefined();
  });
});

describe("what its own owner says", () => {
  it("of another record changes nothing about this one", async () => {
    expect(await told(await withdrawal(ada, "A".repeat(43)))).toBe(evidence);
    expect(await told(await record(ada, "second", { supersedes: "A".repeat(43) }))).toBe(evidence);
  });

  it("with a manifest that doesn't hold, or that names another owner, doesn't replace it", async () => {
    const manifest = urn("second");
    for (const store of [
      fakeStore({ manifest, archiveOwner: ada.address, state: "Invalid" }),
      fakeStore({ manifest, archiveOwner: eve.address }),
      utf8("none"),
    ])
      expect(await told(await record(ada, "second", { supersedes: first.id, store }))).toBe(
        evidence,
      );
  });

  it("counts only in bytes that are whole and under their own id", async () => {
    const notice = await withdrawal(ada, first.id);
    expect(await told({ id: notice.id, bytes: notice.bytes.subarray(0, 90) })).toBe(evidence);
    expect(await told({ id: "A".repeat(43), bytes: notice.bytes })).toBe(evidence);
    const changed = notice.bytes.slice();
    changed[changed.length - 1]! ^= 1;
    expect(await told({ id: notice.id, bytes: changed })).toBe(evidence);
  });
});
