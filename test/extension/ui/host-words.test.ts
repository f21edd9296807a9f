// Hosts as people read them: the readable spelling beside the other, and never one that misleads.
import { describe, expect, it } from "vitest";
import { hostWords } from "../../../extension/ui/host-words.js";

const ascii = (host: string) => new URL(`https://${host}/`).hostname;

describe("a host for people", () => {
  it.each(["münchen.de", "www.bücher-groß.example", "łódź.pl", "日本語.jp", "한국.com"])(
    "has both spellings: %s",
    (host) => {
      expect(hostWords(ascii(host))).toBe(`${host} (${ascii(host)})`);
    },
  );

  it.each(["аррӏе.com", "pаypal.com", "gοοgle.com", "ıstanbul.com", "مثال.com", "日本x語.jp"])(
    "keeps to the one that can't mislead: %s",
    (host) => {
      expect(hostWords(ascii(host))).toBe(ascii(host));
    },
  );

  it.each(["example.org", "xn--", "xn---", "xn--99999999.de", "xn--a-.de", "[::1]", "127.0.0.1"])(
    "is left as it is where there is no other: %s",
    (host) => {
      expect(hostWords(host)).toBe(host);
    },
  );
});
