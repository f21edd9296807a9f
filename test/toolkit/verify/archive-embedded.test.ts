// From a signed file over a real gateway to a verdict that says which block holds its record, by HTTP and by hash alone.
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createItem, withdrawalRecord } from "../../../src/archive/index.js";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { sign, verify } from "../../../toolkit/index.js";
import { startGateway, twoFaces } from "../../fake/gateway.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let signed: Uint8Array;
let bare: Uint8Array;
let id: string;
let item: Uint8Array;
const servers: Server[] = [];

beforeAll(async () => {
  shop = await workshop();
  const archive = join(shop.folder, "archive");
  const input = shop.put("a.jpg", await fixture("jpeg-baseline"));
  const { output, record } = await sign(input, { identity: shop.identity, archive });
  id = record!;
  item = new Uint8Array(await (await LocalArchive.open(archive)).get(id));
  signed = new Uint8Array(readFileSync(output));
  const layout = await containerFor("image/jpeg")!.open(memorySource(signed), "image/jpeg");
  const { start, length } = layout.manifestSpans[0]!;
  bare = concat(signed.subarray(0, start), signed.subarray(start + length));
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function upload(url: string, bytes: Uint8Array) {
  const answer = await fetch(`${url}/v1/tx`, {
    method: "POST",
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  expect(answer.status).toBe(200);
}

/** Something at an address that is no gateway. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const codes = (verdict: { findings: readonly { code: string }[] }) =>
  verdict.findings.map(({ code }) => code).filter((code) => code.startsWith("colophon.archive."));

describe("a record at a gateway", () => {
  it("is authentic, then in a block, then agreed on by two, with the block's time and depth", async () => {
    const gateway = await twoFaces();
    await upload(gateway.url, item);
    const fresh = await verify(bare, { gateways: [gateway.url] });
    expect(fresh).toMatchObject({ state: "None", archive: { id, level: "authentic" } });
    expect(fresh.archive?.findings[0]?.explanation).toContain("not part of a block yet");
    await gateway.mine(2);
    const one = await verify(bare, { gateways: [gateway.url] });
    expect(one.archive).toMatchObject({ id, level: "in block", archivedIn: gateway.url });
    await gateway.mine();
    const two = await verify(signed, { gateways: gateway.urls });
    expect(two).toMatchObject({
      state: "Valid",
      archive: {
        level: "agreed",
        match: "signed-file",
        block: {
          confirmations: 1,
          gateways: expect.arrayContaining([...gateway.urls]),
          at: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      },
    });
    expect(codes(two)).toEqual(["colophon.archive.recordHolds", "colophon.archive.asked"]);
  });

  it("is not agreed on by gateways of two chains, of which one doesn't know it", async () => {
    const [here, there] = [await startGateway(), await startGateway()];
    await upload(here.url, item);
    await here.mine();
    const verdict = await verify(bare, { gateways: [here.url, there.url] });
    expect(verdict.archive?.id).toBe(id);
    expect(verdict.archive?.level).not.toBe("agreed");
  });

  it("is found in private, too, and withdrawn by its signer alone", async () => {
    const gateway = await startGateway();
    await upload(gateway.url, item);
    const { publicKey, sign: signItem } = shop.identity.archiveKey!;
    const notice = {
      withdraws: id,
      hashes: [],
      at: "2026-08-21T10:00:00Z",
      reason: "wrong caption",
    };
    const content = withdrawalRecord(notice);
    const taken = await createItem({ owner: publicKey, sign: signItem, ...content });
    await upload(gateway.url, taken.bytes);
    await gateway.mine();
    for (const privateLookup of [false, true])
      for (const bytes of [signed, bare]) {
        const { archive } = await verify(bytes, { gateways: [gateway.url], privateLookup });
        expect(archive).toMatchObject({
          id,
          level: privateLookup ? "authentic" : "in block",
          withdrawn: { id: taken.id, reason: "wrong caption" },
        });
      }
  });
});

describe("what is no gateway", () => {
  const hostile: readonly (readonly [string, RequestListener])[] = [
    ["answers HTML", (_, response) => response.end("<html>not found</html>")],
    [
      "redirects to a private host",
      (_, response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
    ],
    [
      "answers without end",
      (_, response) => {
        const more = () => response.write(Buffer.alloc(65_536, "["), () => setImmediate(more));
        more();
      },
    ],
    ["answers an error", (_, response) => response.writeHead(500).end("{}")],
    ["hangs up", (request) => request.socket.destroy()],
    ["answers JSON of another shape", (_, response) => response.end('{"data":{"transactions":7}}')],
  ];
  it.each(hostile)("and %s is a remark, and the others answer", async (_, answer) => {
    const gateway = await startGateway();
    await upload(gateway.url, item);
    const bad = await serve(answer);
    const alone = await verify(signed, { gateways: [bad] });
    expect(alone.state).toBe("Valid");
    expect(codes(alone)).toEqual(["colophon.archive.gatewaysFailed"]);
    const both = await verify(bare, { gateways: [bad, gateway.url] });
    expect(both.archive?.id).toBe(id);
    expect(codes(both)).toContain("colophon.archive.gatewayFailed");
  });

  it("can't be named without an address that may be asked", async () => {
    for (const gateways of [
      ["ftp://example.com"],
      ["http://example.com"],
      ["http://10.0.0.1"],
      ["gateway"],
    ])
      await expect(verify(bare, { gateways })).rejects.toMatchObject({ code: expect.any(String) });
  });
});
