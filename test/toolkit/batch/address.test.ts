// Addresses of files elsewhere: what is shown of them, and which names they can become.
import { describe, expect, it } from "vitest";
import {
  addressBelow,
  identityOf,
  isAddress,
  objectAddress,
  pathBelow,
  pathOf,
  shownAddress,
  whyNotAName,
} from "../../../toolkit/batch/address.js";

describe("an address", () => {
  it("is told from a path", () => {
    for (const one of ["https://h/a", "HTTP://h", "s3://b/k"]) expect(isAddress(one)).toBe(true);
    for (const one of ["a/b", "/s3://b", "C:\\x", "s3:/b", "ftp://h/a"])
      expect(isAddress(one)).toBe(false);
  });

  it("is shown without user, password, query and fragment", () => {
    expect(shownAddress("https://ada:pw@h:8443/a%20b?sig=x#y")).toBe("https://h:8443/a%20b?…");
    expect(shownAddress("https://h/a#y")).toBe("https://h/a");
    expect(shownAddress("s3://b/a?b#c")).toBe("s3://b/a?b#c"); // those are signs of a key
    expect(shownAddress("https://%/secret")).toBe("an address that can't be read");
  });

  it("leads to the address of a name below it, and back", () => {
    for (const out of [
      "s3://bk",
      "s3://bk/",
      "s3://bk/p",
      "s3://bk/p/",
      "https://h",
      "https://h/p/q/",
    ])
      for (const name of ["a.jpg", "x/ü + &?#%.png", "深い/湖.txt"]) {
        const address = addressBelow(out, name);
        expect(pathBelow(address, out)).toBe(name);
        expect(pathBelow(address, "s3://other/")).toBeUndefined();
      }
    expect(pathBelow("https://h/pq/a", "https://h/p")).toBeUndefined();
    expect(pathBelow("s3://bk/pq/a", "s3://bk/p")).toBeUndefined();
  });

  it("is the same file however it is written", () => {
    const same = [
      "https://h/a%20b/%61.txt",
      "https://u:p@H:443/a b/a.txt?sig=1",
      "https://h/x/../a%20b/a.txt#f",
    ];
    expect(new Set(same.map(identityOf))).toEqual(new Set(["https://h/a%20b/a.txt"]));
    expect(identityOf("S3://bucket/a")).toBe(identityOf("s3://bucket/a"));
    expect(identityOf("https://h/A")).not.toBe(identityOf("https://h/a"));
  });

  it("is refused when it names no bucket, or would become another on its way", () => {
    for (const one of ["s3:///k", "s3://b", "s3://a_b-c.d/../k", "s3://bucket/./k", "s3://b!ket/k"])
      expect(() => objectAddress(one)).toThrow(/bucket|part/);
    expect(() => pathOf("https://h/%ff.jpg")).toThrow("the name in https://h/%ff.jpg is not UTF-8");
  });
});

describe("a name from elsewhere", () => {
  it("never leads out of a folder", () => {
    const hostile = [
      "../a",
      "a/../../b",
      "/etc/passwd",
      "a//b",
      ".",
      "a/./b",
      "a\\..\\b",
      "a\u0000.jpg",
      "a\nb",
      "",
      "x".repeat(256),
      "d/".repeat(600),
    ];
    for (const name of hostile)
      expect([name, whyNotAName(name)]).toEqual([name, expect.any(String)]);
    for (const name of ["a.jpg", "..a/b..", "ü/…/x", "x".repeat(255)])
      expect(whyNotAName(name)).toBeUndefined();
    expect(whyNotAName(pathOf("https://h/a%2f..%2f..%2fb"))).toBeDefined();
    expect(pathOf("https://h/a/%2e%2e/%2e%2e/b")).toBe("b");
  });
});
