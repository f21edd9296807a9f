import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { inertJson } from "../../../toolkit/report/inert-json.js";
import { jsonPrinter } from "../../../toolkit/report/json.js";
import type { Line } from "../../../toolkit/report/line.js";
import type { Printer } from "../../../toolkit/report/printer.js";
import { fakeScreen } from "./fake-screen.js";
import { LINES } from "./line-sample.js";
import { HOSTILE, hostileVerdict } from "./sample.js";

function printed(say: (printer: Printer) => void) {
  const stdout = fakeScreen({ isTerminal: true });
  const stderr = fakeScreen({ isTerminal: true });
  say(jsonPrinter({ stdout, stderr, env: {} }));
  return { out: stdout.text(), err: stderr.text() };
}

function untyped<T extends Line>({ type: _, ...rest }: T): Omit<T, "type"> {
  return rest;
}

const SAY: { readonly [T in Line["type"]]: (printer: Printer) => void } = {
  verdict: (p) => {
    const { type: _, path, ...verdict } = LINES.verdict;
    p.verdict(path, verdict);
  },
  signed: (p) => p.signed(untyped(LINES.signed)),
  record: (p) => p.record(untyped(LINES.record)),
  delivery: (p) => p.delivery(untyped(LINES.delivery)),
  status: (p) => p.status(untyped(LINES.status)),
  price: (p) => p.price(untyped(LINES.price)),
  balance: (p) => p.balance(untyped(LINES.balance)),
  identity: (p) => p.identity(untyped(LINES.identity)),
  rule: (p) => p.rule(untyped(LINES.rule)),
  "trust-list": (p) => p.trustList(untyped(LINES["trust-list"])),
  written: (p) => p.written(untyped(LINES.written)),
  store: (p) => p.store(untyped(LINES.store)),
  error: (p) => {
    const { code, message, hint, path } = LINES.error;
    p.error(path, new ColophonError(code, message, { hint }));
  },
  note: (p) => p.note(LINES.note.text),
  progress: (p) => p.progress(LINES.progress),
  planned: (p) => p.planned(LINES.planned),
  end: (p) => p.end(untyped(LINES.end)),
};

describe("JSON output", () => {
  it.each(Object.keys(SAY) as Line["type"][])(
    "a %s is one line, and its object is the documented one",
    (type) => {
      const { out } = printed(SAY[type]);
      expect(out.match(/\n/g)).toHaveLength(1);
      expect(JSON.parse(out)).toEqual(LINES[type]);
    },
  );

  it("an error goes to stdout as an object and to stderr in words", () => {
    const { out, err } = printed(SAY.error);
    expect(JSON.parse(out)).toMatchObject({ type: "error", code: "FILE_NOT_FOUND" });
    expect(err).toBe("colophon: there is no file photo.jpg\n  check the spelling\n");
  });

  it("an error without a hint of its own gets the one of its code", () => {
    const { out } = printed((p) => p.error(undefined, new ColophonError("DISK_FULL", "no room")));
    expect(JSON.parse(out)).toEqual({
      type: "error",
      code: "DISK_FULL",
      message: "no room",
      hint: "nothing was changed; free some space and run the same command again",
    });
  });

  it("nothing but errors reaches stderr", () => {
    for (const [type, say] of Object.entries(SAY))
      if (type !== "error") expect(printed(say).err, type).toBe("");
  });

  it("hostile text is inert on a terminal and unchanged for a program", () => {
    for (let shift = 0; shift < HOSTILE.length; shift++) {
      const evil = hostileVerdict((at) => HOSTILE[(at + shift) % HOSTILE.length]!);
      const { out } = printed((p) => p.verdict("photo.jpg", evil));
      expect(out.trimEnd()).not.toMatch(/\p{C}/u);
      expect(JSON.parse(out)).toEqual({ type: "verdict", path: "photo.jpg", ...evil });
    }
  });

  it("any value comes back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        expect(JSON.parse(inertJson({ value, text }))).toEqual(
          JSON.parse(JSON.stringify({ value, text })),
        );
        expect(inertJson(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
