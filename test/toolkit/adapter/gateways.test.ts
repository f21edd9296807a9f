// Which gateways are two: agreement is worth something between different ones only.
import { expect, it } from "vitest";
import { gatewaysOf } from "../../../toolkit/adapter/gateways.js";

const urls = (...names: readonly string[]) =>
  gatewaysOf(names, { signal: new AbortController().signal }).map(({ url }) => url);

it("one host is one gateway, however often and however it is named", () => {
  expect(
    urls(
      "https://one.example",
      "https://ONE.example/",
      "https://one.example.",
      "https://one.example:8443/path",
      "https://two.example",
    ),
  ).toEqual(["https://one.example", "https://two.example"]);
});

it("on this computer a port is a gateway, whatever name of the computer goes with it", () => {
  expect(
    urls(
      "http://127.0.0.1:1984",
      "http://localhost:1984",
      "http://[::1]:1984",
      "http://localhost:1985",
    ),
  ).toEqual(["http://127.0.0.1:1984", "http://localhost:1985"]);
});
