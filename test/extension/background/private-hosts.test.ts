// Which addresses our own requests may not reach, as a browser's rule sees them: after the URL has been parsed.
import { describe, expect, it } from "vitest";
import { PRIVATE_HOSTS } from "../../../extension/private-hosts.js";
import { isPublicAddress } from "../../../toolkit/adapter/address-policy.js";

const RULES = PRIVATE_HOSTS.map((rule) => new RegExp(rule, "i"));
const isBlocked = (url: string) => RULES.some((rule) => rule.test(new URL(url).href));

const PRIVATE = `
  localhost localhost. a.localhost a.b.localhost. LOCALHOST
  127.0.0.1 127.255.255.254 127.1 127.0.0.1. 2130706433 0x7f000001 0x7f.1 0177.0.0.1 ①②⑦.⓪.⓪.①
  0.0.0.0 0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
  100.64.0.1 100.99.0.1 100.127.255.255 169.254.169.254 0xa9fea9fe 169.254.0.1
  192.0.0.170 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
  224.0.0.1 239.255.255.255 240.0.0.1 249.1.1.1 255.255.255.255
  [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:8.8.8.8] [::127.0.0.1] [64:ff9b::7f00:1]
  [100::1] [fc00::1] [fd12:3456::1] [fe80::1] [febf::1] [fec0::1] [ff02::1] [5f00::1] [4000::1]
  [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:2::1] [2001:1ff::1] [2001:db8::1] [2001:db8:0:1:1:1:1:1]
  [2002:7f00:1::1] [3fff::1] [3fff:fff::1]
  printer.local printer.local. a.b.local metadata.google.internal nas.home.arpa router.lan box.home wiki.corp
  host.localdomain app.intranet git.private internal local router router. metadata com
`
  .trim()
  .split(/\s+/);

const PUBLIC = `
  example.com example.com. www.example.com xn--bcher-kva.example.org localhost.example.com local.example.com
  mylocalhost.com notlocal.org internal.dev home.example corp.example.com lan.io
  10.example.com 127.0.0.1.example.com 192.168.example.org 169.254.example.net 0.example.com
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
  169.253.1.1 169.255.1.1 172.15.0.1 172.32.0.1 192.0.1.1 192.0.3.1 192.167.1.1 192.169.1.1
  192.88.98.1 198.17.0.1 198.20.0.1 198.51.101.1 203.0.112.1 203.0.114.1 223.255.255.255
  [2000::1] [2001:200::1] [2001:4860:4860::8888] [2001:1000::1] [2003::1] [2606:4700:4700::1111] [3ffe::1]
  [3fff:1000::1] [2a00:1450:4001:80e::200e]
`
  .trim()
  .split(/\s+/);

const WRITTEN = [
  (host: string) => `http://${host}/`,
  (host: string) => `https://${host}/a/b?c=http://example.com/#d`,
  (host: string) => `http://${host}:8080/a`,
  (host: string) => `wss://${host}`,
];

describe("our own requests", () => {
  it.each(PRIVATE)("never reach %s, however its address is written", (host) => {
    for (const write of WRITTEN) expect(write(host), write(host)).toSatisfy(isBlocked);
  });

  it.each(PUBLIC)("reach %s, whatever stands around it", (host) => {
    for (const write of [
      ...WRITTEN,
      (one: string) => `https://${one}/?u=http://127.0.0.1/`,
      (one: string) => `https://${one}/http://localhost/`,
      (one: string) => `https://${one}/@10.0.0.1/`,
      (one: string) => `https://${one}/#@127.0.0.1`,
      (one: string) => `https://${one}?@[::1]/`,
    ])
      expect(write(host), write(host)).not.toSatisfy(isBlocked);
  });

  it.each(["127.0.0.1", "example.com"])(
    "carry no user name or password, not even to %s",
    (host) => {
      for (const user of ["user", "user:pass", ":pass", "example.com%2f:x", "a%40b"])
        expect(`https://${user}@${host}/`, user).toSatisfy(isBlocked);
    },
  );

  it("are held to the very addresses to which the command line is held", () => {
    const hosts = [...PRIVATE, ...PUBLIC].map((host) => new URL(`http://${host}`).hostname);
    const addresses = hosts.filter((host) => /^\[|^\d+(\.\d+){3}$/.test(host));
    expect(addresses.length).toBeGreaterThan(60);
    for (const address of addresses)
      expect(isBlocked(`http://${address}/`), address).toBe(
        !isPublicAddress(address.replace(/[[\]]/g, "")),
      );
  });

  it("are held to them over the whole of IPv4", () => {
    for (let first = 0; first < 256; first++)
      for (let second = 0; second < 256; second++)
        for (const rest of ["0.1", "2.1", "99.1", "100.1", "113.255"]) {
          const address = `${first}.${second}.${rest}`;
          const blocked = RULES.some((rule) => rule.test(`http://${address}/`));
          if (blocked === isPublicAddress(address)) expect.fail(address);
        }
  });

  it("are held to rules that no long address makes slow", () => {
    const began = performance.now();
    for (const part of ["a.", "1.", "[", "@", "localhost.", "::"])
      for (const rule of RULES) rule.test(`http://${part.repeat(50_000)}/`);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
