import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkUrl,
  isLoopbackAddress,
  isPublicAddress,
} from "../../../toolkit/adapter/address-policy.js";

// First and last address of every refused range, from the IANA special-purpose registries.
const REFUSED = [
  "0.0.0.0 0.255.255.255", // this network
  "10.0.0.0 10.255.255.255", // private
  "100.64.0.0 100.127.255.255", // carrier-grade NAT
  "127.0.0.0 127.0.0.1 127.255.255.255", // loopback
  "169.254.0.0 169.254.169.254 169.254.255.255", // link-local, cloud metadata
  "172.16.0.0 172.31.255.255", // private
  "192.0.0.0 192.0.0.170 192.0.0.255", // IETF
  "192.0.2.0 192.0.2.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255", // documentation
  "192.88.99.0 192.88.99.255", // 6to4 relays
  "192.168.0.0 192.168.255.255", // private
  "198.18.0.0 198.19.255.255", // benchmarking
  "224.0.0.0 239.255.255.255", // multicast
  "240.0.0.0 255.255.255.255", // reserved, broadcast
  ":: ::1", // unspecified, loopback
  "::7f00:1 ::127.0.0.1", // IPv4-compatible
  "::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::ffff:0:127.0.0.1", // IPv4-mapped, -translated
  "64:ff9b:: 64:ff9b::127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::1", // NAT64
  "100:: 100::1", // discard
  "2001:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1ff:ffff::", // Teredo and other protocol assignments
  "2001:db8:: 2001:db8:ffff::", // documentation
  "2002:: 2002:7f00:1:: 2002:ffff:ffff::", // 6to4
  "3fff:: 3fff:fff::", // documentation
  "4000:: 5f00:: fc00:: fd00::1 fdff:ffff::", // unassigned, SRv6, unique local
  "fe80:: fe80::1 fe80::1%eth0 febf:ffff:: fec0::1", // link-local, site-local
  "ff00:: ff02::1 ffff:ffff::", // multicast
  "2606:4700::1%eth0", // a zone has no place here
]
  .join(" ")
  .split(" ");
// Neighbours of those ranges, on the public internet.
const PUBLIC = (
  "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 " +
  "169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 " +
  "223.255.255.255 2000::1 2001:200:: 2001:4860:4860::8888 2003:: 2606:4700:4700::1111 3ffe::1"
).split(" ");

describe("an address", () => {
  it.each(REFUSED)("%s is not public", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(["", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "1.2.3.4.5", "::g"])(
    "in another form (%j) is none",
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );

  it("inside an IPv6 address by any of the known embeddings is never reached", () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        const [a, b, c, d] = v4.split(".").map(Number) as [number, number, number, number];
        const [high, low] = [a * 256 + b, c * 256 + d].map((n) => n.toString(16));
        for (const v6 of [`::${v4}`, `::ffff:${v4}`, `64:ff9b::${v4}`, `2002:${high}:${low}::1`])
          expect(isPublicAddress(v6)).toBe(false);
        expect(isPublicAddress(`2001:0:${high}:${low}::`)).toBe(false); // Teredo
      }),
    );
  });

  it.each(["127.0.0.1", "127.255.255.254", "::1"])("%s is this machine", (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(["0.0.0.0", "::", "126.0.0.1", "::2", "::ffff:128.0.0.1", "10.0.0.1"])(
    "%s is not called this machine",
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
});

describe("a URL", () => {
  it.each([
    ["http://2130706433/", "127.0.0.1"],
    ["http://0x7f.0.0.1/", "127.0.0.1"],
    ["http://0177.1/", "127.0.0.1"],
    ["http://0xa9fea9fe/", "169.254.169.254"],
    ["http://①②⑦.⓪.⓪.①/", "127.0.0.1"],
    ["http://[::FFFF:127.0.0.1]/", "[::ffff:7f00:1]"],
  ])("%s is %s by the time its address is checked", (text, host) => {
    const url = checkUrl(text);
    expect(url.hostname).toBe(host);
    expect(isPublicAddress(url.hostname.replace(/[[\]]/g, ""))).toBe(false);
  });

  it.each([
    "file:///etc/passwd",
    "ftp://example.com/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "gopher://example.com/",
    "example.com/picture.jpg",
    "//example.com/",
    "",
    "http://",
    "http://user@example.com/",
    "http://:secret@example.com/",
  ])("like %j is refused", (text) => {
    expect(() => checkUrl(text)).toThrow(expect.objectContaining({ code: "URL_REFUSED" }));
  });

  it("may be relative to the page that redirected, but never leaves https for http", () => {
    const from = new URL("https://example.com/a/b");
    expect(checkUrl("../c", from).href).toBe("https://example.com/c");
    expect(checkUrl("//other.example/", from).protocol).toBe("https:");
    expect(() => checkUrl("http://example.com/", from)).toThrow(
      expect.objectContaining({ code: "URL_REFUSED" }),
    );
    expect(checkUrl("https://example.com/", new URL("http://example.com/")).protocol).toBe(
      "https:",
    );
  });

  it("that can't be read is named, unless it may hold a password", () => {
    expect(() => checkUrl("foo")).toThrow('"foo" is not a complete URL');
    expect(() => checkUrl("https://ada:secret@bad host/")).toThrow(/^this is not a complete URL$/);
  });
});
