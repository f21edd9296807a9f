import { describe, expect, it } from "vitest";
import { findings, invalidates, isContentMismatch } from "../../../src/credential/findings.js";
import { manifestStore } from "../../../src/credential/manifest-store.js";
import type { Finding } from "../../../src/verdict.js";
import { ingredientUri } from "./store-json.js";

const status = (code: string) => ({ code, url: "self#jumbf=x", explanation: `about ${code}` });
const read = (json: unknown): Finding[] => findings(manifestStore(json));
const failure = (code: string, ingredient?: string): Finding => ({
  code,
  kind: "failure",
  explanation: "",
  source: "engine",
  ...(ingredient && { ingredient }),
});

describe("findings", () => {
  it("keep the engine's codes, kinds, addresses and words", () => {
    const activeManifest = {
      success: [status("claimSignature.validated")],
      informational: [status("signingCredential.ocsp.skipped")],
      failure: [status("some.future.code")],
    };
    expect(read({ validation_results: { activeManifest } })).toEqual([
      { kind: "success", source: "engine", ...status("claimSignature.validated") },
      { kind: "informational", source: "engine", ...status("signingCredential.ocsp.skipped") },
      { kind: "failure", source: "engine", ...status("some.future.code") },
    ]);
  });

  it("about an ingredient say so, named or not", () => {
    const validationDeltas = { failure: [status("claimSignature.mismatch")] };
    const ingredientAssertionURI = ingredientUri("root", 0);
    const ingredientDeltas = [{ ingredientAssertionURI, validationDeltas }, { validationDeltas }];
    const found = read({ validation_results: { ingredientDeltas } });
    expect(found.map(({ ingredient }) => ingredient)).toEqual([ingredientAssertionURI, "unknown"]);
  });

  it("of an older engine have their kind from the code, and an unknown code is a failure", () => {
    const codes = [
      "claimSignature.validated",
      "timeStamp.mismatch",
      "who.knows",
      "timeStamp.trusted",
    ];
    const found = read({ validation_status: codes.map((code) => ({ code, success: true })) });
    expect(found.map(({ kind }) => kind)).toEqual([
      "success",
      "informational",
      "failure",
      "success",
    ]);
    expect(found[2]?.explanation).toBe("who.knows");
  });

  it("without a code are dropped", () => {
    const list = [null, 7, "x", {}, { code: 7 }, { code: "" }];
    expect(read({ validation_results: { activeManifest: { failure: list } } })).toEqual([]);
  });
});

describe("a failure", () => {
  it.each(["claimSignature.mismatch", "signingCredential.expired", "some.future.code"])(
    "%s invalidates",
    (code) => expect(invalidates(failure(code))).toBe(true),
  );

  it.each(["signingCredential.untrusted", "timeStamp.untrusted", "cawg.x509.credential.untrusted"])(
    "%s does not: nobody vouches, but nothing is broken",
    (code) => expect(invalidates(failure(code))).toBe(false),
  );

  it.each(["data", "bmff", "boxes", "collection", "multiAsset"])(
    "of the %s hash is a change of the content, unless it is an ingredient's",
    (name) => {
      const code = `assertion.${name}Hash.mismatch`;
      expect(isContentMismatch(failure(code))).toBe(true);
      expect(isContentMismatch(failure(code, "self#jumbf=x"))).toBe(false);
      expect(isContentMismatch({ ...failure(code), kind: "informational" })).toBe(false);
    },
  );

  it.each([
    "assertion.hashedURI.mismatch",
    "claimSignature.mismatch",
    "assertion.dataHash.malformed",
  ])("%s is not a change of the content", (code) =>
    expect(isContentMismatch(failure(code))).toBe(false),
  );
});
