// A real manifest store, made by the engine with a throw-away certificate: nothing is copied from anybody's corpus.
import "reflect-metadata";
import { createHash, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import {
  encodeCoseSign1,
  encodeProtectedHeader,
  signatureStructure,
} from "../../../src/signature/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../../toolkit/adapter/file-blob.js";

const CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1";
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** The bytes that `signedStore` binds its manifest to. */
export const CONTENT = new TextEncoder().encode("what was signed");

export interface SignedStore {
  readonly store: Uint8Array;
  /** DER of the signing certificate. */
  readonly certificate: Uint8Array;
}

/** A store with one manifest: created by a model, bound to CONTENT, with one ingredient without credential. */
export async function signedStore(definition: Record<string, unknown> = {}): Promise<SignedStore> {
  const { certificate, key } = await selfSigned();
  const header = encodeProtectedHeader("es256", [certificate]);
  const cose = async (claim: Uint8Array): Promise<Uint8Array> => {
    const message = signatureStructure(header, claim) as Uint8Array<ArrayBuffer>;
    return encodeCoseSign1(
      header,
      new Uint8Array(await webcrypto.subtle.sign(ECDSA, key, message)),
    );
  };
  const { length: reserveSize } = await cose(new Uint8Array(0));
  const engine = await hostEngine();
  const { store } = await engine.sign("application/c2pa", new MemoryBlob(new Uint8Array(0)), {
    definition: { ...DEFINITION, ...definition },
    ingredients: [
      {
        definition: { title: "sketch.jpg", format: "image/jpeg", relationship: "componentOf" },
        mediaType: "image/jpeg",
      },
    ],
    detached: true,
    signer: { algorithm: "es256", reserveSize, sign: cose },
  });
  return { store, certificate };
}

const DEFINITION = {
  claim_version: 2,
  claim_generator_info: [{ name: "Colophon test", version: "1" }],
  title: "sunset.jpg",
  assertions: [
    {
      label: "c2pa.actions.v2",
      data: {
        actions: [
          {
            action: "c2pa.created",
            when: "2026-01-02T03:04:05Z",
            digitalSourceType:
              "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            softwareAgent: { name: "Painter", version: "7" },
          },
        ],
      },
    },
    {
      label: "c2pa.metadata",
      data: { "@context": { dc: "http://purl.org/dc/elements/1.1/" }, "dc:creator": ["Ada Reyes"] },
      kind: "Json",
    },
    {
      label: "c2pa.hash.data",
      data: {
        name: "jumbf manifest",
        alg: "sha256",
        hash: [...createHash("sha256").update(CONTENT).digest()],
        pad: [],
        exclusions: [],
      },
      kind: "Cbor",
    },
  ],
};

async function selfSigned(): Promise<{ certificate: Uint8Array; key: webcrypto.CryptoKey }> {
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  x509.cryptoProvider.set(webcrypto as unknown as Crypto);
  const day = 24 * 60 * 60 * 1000;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "O=Colophon Test, CN=throw-away",
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    signingAlgorithm: ECDSA,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([CLAIM_SIGNING, x509.ExtendedKeyUsage.emailProtection]),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: new Uint8Array(certificate.rawData), key: keys.privateKey };
}
