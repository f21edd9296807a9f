// Uploads: what is signed by its owner is taken, on disk before anybody is told so; everything else is refused, and why.
import { describe, expect, it } from "vitest";
import { fromBase64Url, toBase64Url } from "../../../src/encoding/index.js";
import { archivedItem } from "../../fake/archived-item.js";
import { startGateway } from "../../fake/gateway.js";

const post = (url: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body: body as BodyInit, headers });

describe("an upload", () => {
  it("is taken once, with a receipt, and 202 the second time", async () => {
    const { url, mine } = await startGateway();
    const { id, bytes } = await archivedItem(1);
    const first = await post(`${url}/v1/tx`, bytes);
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({
      id,
      winc: "0",
      version: "0.2.0",
      deadlineHeight: 200,
    });
    expect((await post(`${url}/v1/tx/ed25519`, bytes)).status).toBe(202);
    await mine(2);
    const status = (await (await fetch(`${url}/v1/tx/${id}/status`)).json()) as Record<
      string,
      unknown
    >;
    expect(status).toMatchObject({ status: "FINALIZED", rawContentLength: bytes.length });
    const { bundleId, startOffsetInRootBundle } = status as {
      bundleId: string;
      startOffsetInRootBundle: number;
    };
    const place = (await (await fetch(`${url}/tx/${bundleId}/offset`)).json()) as {
      offset: string;
      size: string;
    };
    const at = Number(place.offset) - Number(place.size) + 1 + startOffsetInRootBundle;
    const chunk = (await (await fetch(`${url}/chunk/${at}`)).json()) as { chunk: string };
    const found = fromBase64Url(chunk.chunk).subarray(
      startOffsetInRootBundle,
      startOffsetInRootBundle + bytes.length,
    );
    expect(toBase64Url(found)).toBe(toBase64Url(bytes));
    const q = await post(
      `${url}/graphql`,
      JSON.stringify({
        query: `{transactions(first:5){pageInfo{hasNextPage} edges{cursor node{id tags{name value} owner{address key} block{id height} bundledIn{id} data{size type}}}}}`,
      }),
    );
  });
});
