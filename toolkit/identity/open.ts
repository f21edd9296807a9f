// Opens an identity for signing: certificate in time, key unlocked, the two a pair. Nothing here loads more than
// node:crypto, so that signing with an Ed25519 identity starts at once.
import type { X509Certificate } from "node:crypto";
import { equal, fromBase64Url } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { ArchiveKey, OpenIdentity } from "../sign/signer.js";
import { algorithmOf } from "./algorithm.js";
import { findIdentity } from "./default-identity.js";
import { keyArchive, keySigner } from "./key-signer.js";
import { readIdentityFile, type StoredIdentity } from "./keystore.js";
import { type SecretSource, type UnlockedKey, unlockKey } from "./passphrase.js";
import { readPrivateKey } from "./private-key.js";
import { storedChain } from "./stored-certificates.js";

/** What opening takes; `Io` is one. */
export interface OpeningWorld extends SecretSource {
  readonly now: () => Date;
}

/**
 * The identity that this id names, or the default one, ready to sign. The passphrase is asked for at most once.
 * @throws ColophonError USAGE (without a world), IDENTITY_NOT_FOUND, IDENTITY_INVALID, CERTIFICATE_EXPIRED, CERTIFICATE_REFUSED,
 *   CERTIFICATE_UNREADABLE, PASSPHRASE_NEEDED, PASSPHRASE_WRONG, KEY_UNREADABLE, KEY_MISMATCH
 */
export async function openIdentity(
  id: string | undefined,
  world: OpeningWorld,
): Promise<OpenIdentity> {
  if (typeof world?.env !== "object" || typeof world.now !== "function")
    throw new ColophonError("USAGE", "openIdentity is not told in which world", {
      hint: "its second argument is { env: process.env, now: () => new Date(), askSecret }",
    });
  const identity = await findIdentity(world.env, id);
  const chain = await storedChain(identity);
  for (const certificate of chain) checkPeriod(certificate, identity, world.now());
  const { key, passphrase } = await unlockIdentity(identity, world);
  if (!chain[0].checkPrivateKey(key)) throw mismatch(identity);
  const algorithm = algorithmOf(key);
  if (!algorithm)
    throw new ColophonError(
      "CERTIFICATE_REFUSED",
      `C2PA has no algorithm for the key of ${identity.id}`,
    );
  return {
    name: identity.name,
    signer: keySigner(
      algorithm,
      key,
      chain.map(({ raw }) => new Uint8Array(raw)),
    ),
    archiveKey:
      algorithm === "ed25519" ? keyArchive(key) : separateArchiveKey(identity, passphrase),
  };
}

/** The claim key of an identity. @throws ColophonError KEY_UNREADABLE, PASSPHRASE_NEEDED, PASSPHRASE_WRONG */
export async function unlockIdentity(
  identity: StoredIdentity,
  source: SecretSource,
): Promise<UnlockedKey> {
  const pem = (await readIdentityFile(identity, "key.pem")) ?? "";
  return unlockKey(pem, `${identity.id} (key.pem)`, source);
}

/** Decrypted when the first record is signed: most runs of `verify` or `sign --no-archive` never need it. */
function separateArchiveKey(identity: StoredIdentity, passphrase: string | undefined): ArchiveKey {
  const publicKey = fromBase64Url(identity.archiveKey);
  let opened: Promise<ArchiveKey> | undefined;
  const open = async (): Promise<ArchiveKey> => {
    const pem = (await readIdentityFile(identity, "archive-key.pem")) ?? "";
    const key = keyArchive(readPrivateKey(pem, `${identity.id} (archive-key.pem)`, passphrase));
    if (!equal(key.publicKey, publicKey)) throw mismatch(identity);
    return key;
  };
  return {
    publicKey,
    async sign(bytes) {
      opened ??= open();
      return (await opened).sign(bytes);
    },
  };
}

function checkPeriod(certificate: X509Certificate, identity: StoredIdentity, now: Date): void {
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (now > to)
    throw new ColophonError(
      "CERTIFICATE_EXPIRED",
      `a certificate of ${identity.id} expired on ${to.toISOString().slice(0, 10)}`,
      {
        hint: `nothing was signed; renew it: colophon identity renew ${identity.id}, or get a new one with colophon identity csr ${identity.id}`,
      },
    );
  if (now < from)
    throw new ColophonError(
      "CERTIFICATE_REFUSED",
      `a certificate of ${identity.id} is not valid before ${from.toISOString()}`,
      { hint: "nothing was signed; check this computer's clock" },
    );
}

function mismatch({ id, folder }: StoredIdentity): ColophonError {
  return new ColophonError("KEY_MISMATCH", `key and certificate of ${id} don't belong together`, {
    hint: `nothing was signed; restore ${folder} from a backup, or import key and chain again`,
  });
}
