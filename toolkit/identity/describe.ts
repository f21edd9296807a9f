// What can be said about a stored identity without its secrets.
import { fromBase64Url, sha256, toBase64Url, toHex } from "../../src/encoding/index.js";
import { parseCertificate } from "../../src/trust/index.js";
import { algorithmName, algorithmOf } from "./algorithm.js";
import { usedWhenUnnamed } from "./default-identity.js";
import { type Environment, readIdentityFile, type StoredIdentity } from "./keystore.js";
import { isEncrypted } from "./private-key.js";
import { storedChain, storedRoot } from "./stored-certificates.js";

export interface IdentityDetails {
  readonly subject: string;
  readonly issuer: string;
  readonly commonName?: string;
  readonly organisation?: string;
  /** `Ed25519`, `ES256`, `PS256`, ... */
  readonly algorithm: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the signer's certificate and of the root, lower-case hex. */
  readonly sha256: string;
  readonly rootSha256?: string;
  /** base64url of SHA-256 of the Ed25519 key that owns the archive records: their `owner` address. */
  readonly archiveOwner: string;
  readonly encrypted: boolean;
  readonly isDefault: boolean;
}

/** @throws ColophonError CERTIFICATE_UNREADABLE, FILE_UNREADABLE */
export async function describeIdentity(
  identity: StoredIdentity,
  env: Environment,
): Promise<IdentityDetails> {
  const [first] = await storedChain(identity);
  const leaf = parseCertificate(new Uint8Array(first.raw));
  const { commonName, organisation } = leaf.subject;
  const algorithm = algorithmOf(first.publicKey);
  const root = await storedRoot(identity);
  return {
    subject: leaf.subject.text,
    issuer: leaf.issuer.text,
    ...(commonName !== undefined && { commonName }),
    ...(organisation !== undefined && { organisation }),
    algorithm: algorithm ? algorithmName(algorithm) : leaf.publicKey.algorithm,
    notBefore: leaf.notBefore.toISOString(),
    notAfter: leaf.notAfter.toISOString(),
    sha256: toHex(await sha256(leaf.der)),
    ...(root && { rootSha256: toHex(await sha256(root)) }),
    archiveOwner: toBase64Url(await sha256(fromBase64Url(identity.archiveKey))),
    encrypted: isEncrypted((await readIdentityFile(identity, "key.pem")) ?? ""),
    isDefault: (await usedWhenUnnamed(env)) === identity.id,
  };
}
