// What needs a second machine: 127.0.0.2 stands for the public internet here, by a policy that says so.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { guardedFetch } from "../../../toolkit/adapter/guarded-fetch.js";

vi.mock(import("../../../toolkit/adapter/address-policy.js"), async (original) => {
  const policy = await original();
  return {
    ...policy,
    isPublicAddress: (address: string) =>
      address === "127.0.0.2" || policy.isPublicAddress(address),
    isLoopbackAddress: (address: string) =>
      address !== "127.0.0.2" && policy.isLoopbackAddress(address),
  };
});

const LIMITS = { maxBytes: 1000, timeoutMs: 5000 };
const server = createServer((request, response) => {
  if (request.url === "/") response.end("here");
  else response.writeHead(302, { location: decodeURIComponent(request.url!.slice(1)) }).end();
});
afterEach(() => void server.close());

it("a service on this machine is out of reach again once a public host has had the word", async () => {
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const { port } = server.address() as AddressInfo;
  const here = `http://127.0.0.1:${port}/`;
  const there = `http://127.0.0.2:${port}/`;
  const via = (...hops: string[]) =>
    guardedFetch(
      hops.reduceRight((last, hop) => `${hop}${encodeURIComponent(last)}`),
      { ...LIMITS, allowLoopback: true },
    );
  expect((await via(here, here)).url).toBe(here);
  expect((await via(here, there)).url).toBe(there);
  await expect(via(there, here)).rejects.toMatchObject({ code: "URL_REFUSED" });
  await expect(via(here, there, here)).rejects.toMatchObject({ code: "URL_REFUSED" });
});
