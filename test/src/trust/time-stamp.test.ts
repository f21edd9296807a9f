import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  NO_TRUST,
  parseCertificate,
  parseTimeStampResponse,
  parseTimeStampToken,
  timeStampFindings,
  toPem,
  trustLists,
} from "../../../src/trust/index.js";
import type { TimeStamper } from "../../../toolkit/sign/claim-signer.js";
import {
  daysFromNow,
  type Issued,
  issue,
  type KeyKind,
  makeKeys,
} from "../../fixture/certificate.js";
import {
  authorityKeyId,
  extendedKeyUsage,
  keyUsage,
  subjectKeyId,
} from "../../fixture/certificate-extension.js";
import { chainOf, makeLeaf, makeRoot } from "../../fixture/certificates.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";
import { makeResponse, makeToken, type TokenParts } from "../../fixture/time-stamp-token.js";
import { codes, judged, listsWith } from "./judged.js";

const SIGNS = keyUsage(["digitalSignature"]);

interface AuthorityTerms {
  readonly kind?: KeyKind;
  readonly days?: readonly [number, number];
  readonly extensions?: Parameters<typeof issue>[0]["extensions"];
}

function makeAuthority(root: Issued, terms: AuthorityTerms = {}): Issued {
  const keys = makeKeys(terms.kind ?? "P-256");
  const purpose = terms.extensions ?? [SIGNS, extendedKeyUsage(["timeStamping"], true)];
  return issue({
    keys,
    issuer: root,
    subject: { O: "Clock", CN: "Time-stamps" },
    extensions: [...purpose, authorityKeyId(root), subjectKeyId(keys)],
    days: terms.days ?? [-100, 100],
  });
}

const root = makeRoot();
const authority = makeAuthority(root);
const lists = listsWith({ timeStamps: root.der });
const imprint = createHash("sha256").update("anything").digest();
const stamp = (parts: Partial<TokenParts> = {}): Uint8Array =>
  makeToken({ authority, imprint, ...parts });

describe("a time-stamp token", () => {
  test.each([
    ["", {}],
    [" in BER", { ber: true }],
    [" that names its certificate by SHA-1", { firstEdition: true }],
    [" of an Ed25519 authority", { authority: makeAuthority(root, { kind: "Ed25519" }) }],
    [
      " of an authority that has expired since",
      { authority: makeAuthority(root, { days: [-9, -1] }), at: daysFromNow(-5) },
    ],
  ])("counts%s when its authority is on the list", async (_, parts) => {
    const at = ("at" in parts && parts.at) || daysFromNow(0);
    const result = await timeStampFindings([stamp({ ...parts, at })], lists);
    expect(result).toMatchObject({ at, anchor: { list: "timeStamps" }, findings: [] });
  });

  test("counts inside the response that old claims keep", async () => {
    expect((await timeStampFindings([makeResponse(stamp())], lists)).anchor).toBeDefined();
  });

  test.each<[string, readonly Uint8Array[]]>([
    ["is unreadable", [Uint8Array.of(1, 2, 3)]],
    ["is a refusal", [makeResponse(undefined, 2)]],
    ["comes twice", [stamp(), stamp()]],
    ["has two signatures", [stamp({ signers: 2 })]],
    ["is signed by somebody else's key", [stamp({ signedBy: makeAuthority(root) })]],
    ["is signed over something else", [stamp({ messageDigest: new Uint8Array(32) })]],
    ["is of an authority that was not valid then", [stamp({ at: daysFromNow(-200) })]],
    ["is of an authority below another root", [stamp({ authority: makeAuthority(makeRoot()) })]],
    [
      "is of an authority made for other things",
      [
        stamp({
          authority: makeAuthority(root, {
            extensions: [SIGNS, extendedKeyUsage(["emailProtection"], true)],
          }),
        }),
      ],
    ],
    [
      "is of an authority made for other things as well",
      [
        stamp({
          authority: makeAuthority(root, {
            extensions: [SIGNS, extendedKeyUsage(["timeStamping", "emailProtection"], true)],
          }),
        }),
      ],
    ],
    [
      "is of an authority that may be read otherwise",
      [
        stamp({
          authority: makeAuthority(root, {
            extensions: [SIGNS, extendedKeyUsage(["timeStamping"], false)],
          }),
        }),
      ],
    ],
    [
      "is of an authority whose key may not sign",
      [
        stamp({
          authority: makeAuthority(root, {
            extensions: [keyUsage(["keyEncipherment"]), extendedKeyUsage(["timeStamping"], true)],
          }),
        }),
      ],
    ],
  ])("does not count when it %s", async (_, tokens) => {
    const result = await timeStampFindings(tokens, lists);
    expect(result.at).toBeUndefined();
    expect(result.anchor).toBeUndefined();
    expect(result.findings).toMatchObject([{ code: "timeStamp.untrusted", kind: "informational" }]);
  });

  test.each(["signers", "user"] as const)(
    "does not count when its root is among the %s anchors alone",
    async (kind) => {
      const { anchor, findings } = await timeStampFindings(
        [stamp()],
        listsWith({ [kind]: root.der }),
      );
      expect(anchor).toBeUndefined();
      expect(findings[0]?.explanation).toContain("on no list of time-stamp authorities");
    },
  );

  test("with a flipped bit anywhere never counts with another time", async () => {
    const at = daysFromNow(-3);
    const token = stamp({ at });
    for (let bit = 0; bit < token.length * 8; bit += 37) {
      const forged = token.slice();
      forged[bit >> 3] = forged[bit >> 3]! ^ (1 << (bit & 7));
      const result = await timeStampFindings([forged], lists);
      if (result.at) expect(result.at).toEqual(at);
    }
  });

  test("that isn't there is no finding", async () => {
    expect(await timeStampFindings([], lists)).toEqual({ findings: [] });
  });
});

describe("a file signed when the certificate was valid, which has expired since", () => {
  const signerRoot = makeRoot();
  const at = daysFromNow(-10);
  const stamper: TimeStamper = {
    maxSize: 4000,
    token: async (data) => stamp({ imprint: createHash("sha256").update(data).digest(), at }),
  };
  let jpeg: Uint8Array;
  beforeAll(async () => {
    const leaf = makeLeaf(signerRoot, { terms: { days: [-30, -1] } });
    jpeg = await signedJpeg(chainOf(leaf, [], signerRoot), stamper);
  });

  test("is Trusted with both roots on their lists, at the time of the time-stamp", async () => {
    const judgement = await judged(
      jpeg,
      listsWith({ signers: signerRoot.der, timeStamps: root.der }),
    );
    expect(codes(judgement)).toEqual([]);
    expect(judgement.state).toBe("Trusted");
    expect(judgement.timeStamp).toMatchObject({
      at,
      anchor: { list: "timeStamps" },
    });
  });

  test("is not Trusted when the time-stamp's root is on the signers' list, which the engine takes", async () => {
    const judgement = await judged(jpeg, listsWith({ signers: signerRoot.der, user: root.der }));
    expect(judgement.state).toBe("Valid");
    expect(judgement.timeStamp).toBeUndefined();
    expect(codes(judgement)).toContain("colophon.chain.validity");
    expect(codes(judgement, "informational")).toContain("timeStamp.untrusted");
    expect(codes(judgement, "success")).not.toContain("timeStamp.trusted");
  });

  test("is Invalid when nobody vouches for the time, as the engine says", async () => {
    const judgement = await judged(jpeg, listsWith({ signers: signerRoot.der }));
    expect(judgement.state).toBe("Invalid");
    expect(codes(judgement)).toContain("signingCredential.expired");
  });
});

const files = fileURLToPath(
  new URL("../../../../shared/corpus/c2pa-org_public-testfiles/image/jpeg/", import.meta.url),
);
describe.skipIf(!existsSync(files))("time-stamps of real authorities, in the test corpus", () => {
  const names = existsSync(files) ? readdirSync(files).filter((name) => name.endsWith(".jpg")) : [];
  const signed = names.filter((name) => readFileSync(files + name).includes("c2pa.signature"));

  test("are read, and count once the authority above them is on the list", async () => {
    expect(signed.length).toBeGreaterThan(20);
    for (const name of signed) {
      const { signature } = await judged(new Uint8Array(readFileSync(files + name)), NO_TRUST);
      for (const bytes of signature.timeStampTokens) {
        const { findings } = await timeStampFindings([bytes], NO_TRUST);
        expect(findings[0]?.explanation, name).toContain("on no list of time-stamp authorities");
        const authorities = certificatesIn(bytes).filter((der) => parseCertificate(der).isCa);
        const pem = toPem(authorities);
        const above = trustLists({ timeStamps: [{ name: "from the token", pem }] });
        const result = await timeStampFindings([bytes], above);
        expect(result.anchor?.list, `${name}: ${JSON.stringify(result.findings)}`).toBe(
          "from the token",
        );
      }
    }
  });
});

function certificatesIn(token: Uint8Array): readonly Uint8Array[] {
  try {
    return parseTimeStampToken(token).certificates;
  } catch {
    const response = parseTimeStampResponse(token);
    return parseTimeStampToken(response.token ?? new Uint8Array(0)).certificates;
  }
}
