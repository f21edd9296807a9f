import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { activeManifestLabel, signatureBytes } from "../../../src/credential/jumbf.js";
import { parseCoseSign1 } from "../../../src/signature/index.js";
import { parsePem } from "../../../src/trust/index.js";
import { lintChain } from "../../../toolkit/identity/lint.js";

// The certificate laboratory of the test corpus: what engines were observed to do with each chain.
const corpus = new URL("../../../../shared/corpus/", import.meta.url);
const index = new URL("INDEX.csv", corpus);
const rows = existsSync(index)
  ? readFileSync(index, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("certlab/"))
      .map((line) => line.split(","))
      .map(([path = "", , , , expected = ""]) => ({ path, expected }))
  : [];
const now = new Date("2026-12-01T00:00:00Z"); // the certificates of the corpus last a year

/** What lint refuses in a chain that a signer would take, or sees no way to refuse in a chain that is not trusted. */
const RULES: Readonly<Record<string, string>> = {
  "certlab/eku_any/chain.pem": "purpose-any",
  "certlab/eku_codeSigning/chain.pem": "purpose-other",
  "certlab/eku_email_ts/chain.pem": "purpose-mixed",
  "certlab/expired/chain.pem": "expired",
  "certlab/ku_ds_certsign/chain.pem": "leaf-may-issue",
  "certlab/leaf_is_CA/chain.pem": "leaf-is-authority",
  "certlab/no_KU/chain.pem": "key-usage-missing",
  "certlab/rsa1024/chain.pem": "key-size",
  "certlab/unknown_critical/chain.pem": "critical-extension",
  "certlab/ku_nonRep_only/signed.jpg": "digital-signature",
  "certlab/inter_is_leaf_CAFALSE/signed.jpg": "issuer-not-authority,issuer-key-usage",
  "certlab/inter_no_BC/signed.jpg": "issuer-not-authority,issuer-key-usage",
  // Not in the chain: the root allows no authority below it, and the root is not in the file.
  "certlab/inter_pathlen_violation/signed.jpg": "",
};

describe.skipIf(rows.length === 0)(
  "certlab: lint on the corpus (skipped without ../shared)",
  () => {
    it("has the rows that this test was written for", () => {
      expect(rows.length).toBeGreaterThanOrEqual(24);
      const paths = rows.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(Object.keys(RULES)));
    });

    it.each(rows)("$path ($expected)", async ({ path, expected }) => {
      const chain = await chainIn(new URL(path, corpus));
      expect(chain.length).toBeGreaterThan(0);
      const refused = lintChain(chain, { now })
        .filter(({ severity }) => severity === "refused")
        .map(({ rule }) => rule);
      expect(refused.join(",")).toBe(RULES[path] ?? "");
      if (expected === "signer must refuse") expect(refused).not.toEqual([]);
      if (expected === "trusted") expect(refused).toEqual([]);
    });
  },
);

async function chainIn(file: URL): Promise<readonly Uint8Array[]> {
  if (file.pathname.endsWith(".pem")) return parsePem(readFileSync(file, "utf8"));
  const source = memorySource(new Uint8Array(readFileSync(file)));
  const layout = await containerFor("image/jpeg")?.open(source, "image/jpeg");
  const store = await layout?.readStore();
  if (!store) throw new Error(`no manifest in ${file.pathname}`);
  const signature = signatureBytes(store, activeManifestLabel(store) ?? "");
  return signature ? parseCoseSign1(signature).chain : [];
}
