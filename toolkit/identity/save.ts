// From an identity in memory to its folder, and a renewed or exchanged certificate into a folder that is there.
import type { KeyObject } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { toBase64Url } from "../../src/encoding/index.js";
import { toPem } from "../../src/trust/index.js";
import type { ArchiveKey, OpenIdentity } from "../sign/signer.js";
import { encryptKey } from "./encrypted-key.js";
import { cardText } from "./identity-card.js";
import {
  type Environment,
  type IdentityFile,
  idOf,
  readIdentityFile,
  replaceFile,
  type StoredIdentity,
  storeIdentity,
} from "./keystore.js";
import type { SubjectName } from "./subject.js";

/** What a folder is made of. */
export interface UnsavedIdentity extends OpenIdentity {
  readonly subject: SubjectName;
  readonly created: Date;
  readonly archiveKey: ArchiveKey;
  /** The root certificate, DER, where it is known. */
  readonly root?: Uint8Array;
  readonly keys: {
    readonly claim: KeyObject;
    /** Renews the certificate; absent for an imported identity. */
    readonly root?: KeyObject;
    /** Absent when the claim key itself, an Ed25519 key, owns the archive records. */
    readonly archive?: KeyObject;
  };
}

export interface SaveOptions {
  readonly env: Environment;
  /** Its name on this computer; made from the signer's name unless told. */
  readonly id?: string;
  /** Locks the private keys. `undefined` has to be said: the keys are then readable by whoever reads the files. */
  readonly passphrase: string | undefined;
}

/**
 * Writes an identity with its keys. @throws ColophonError IDENTITY_EXISTS, USAGE (id), OUTPUT_UNWRITABLE, DISK_FULL.
 * Nothing is left behind then.
 */
export async function saveIdentity(
  identity: UnsavedIdentity,
  options: SaveOptions,
): Promise<StoredIdentity> {
  const { claim, root, archive } = identity.keys;
  const lock = (key: KeyObject): Promise<string> => keyText(key, options.passphrase);
  const files = new Map<Exclude<IdentityFile, "identity.json">, string>();
  files.set("chain.pem", toPem(identity.signer.chain));
  if (identity.root) files.set("root.pem", toPem([identity.root]));
  files.set("key.pem", await lock(claim));
  if (root) files.set("root-key.pem", await lock(root));
  if (archive) files.set("archive-key.pem", await lock(archive));
  return storeIdentity(options.env, options.id ?? idOf(identity.name), card(identity), files);
}

/** A certificate chain, leaf first, for the key that an identity has already. */
export interface NewChain {
  readonly chain: readonly Uint8Array[];
  /** What it chains to; undefined when not known. */
  readonly root: Uint8Array | undefined;
  readonly subject: SubjectName;
}

/**
 * Exchanges the certificates of an identity. A self-made root that no longer fits stays as `former-root.pem`:
 * what was signed under it can still be trusted through it. The chain comes last, so that a crash changes nothing.
 * @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function replaceChain(identity: StoredIdentity, next: NewChain): Promise<void> {
  const before = await readIdentityFile(identity, "root.pem");
  const after = next.root && toPem([next.root]);
  if (after !== before) {
    if (before !== undefined)
      await rename(join(identity.folder, "root.pem"), join(identity.folder, "former-root.pem"));
    if (after !== undefined) await replaceFile(identity, "root.pem", after);
  }
  const { created, archiveKey } = identity;
  const names = { name: next.subject.commonName, organisation: next.subject.organisation };
  await replaceFile(identity, "identity.json", cardText({ ...names, created, archiveKey }));
  await replaceFile(identity, "chain.pem", toPem(next.chain));
}

function card({ subject, created, archiveKey }: UnsavedIdentity): Parameters<typeof cardText>[0] {
  return {
    name: subject.commonName,
    organisation: subject.organisation,
    created: created.toISOString(),
    archiveKey: toBase64Url(archiveKey.publicKey),
  };
}

function keyText(key: KeyObject, passphrase: string | undefined): Promise<string> {
  return passphrase === undefined
    ? Promise.resolve(key.export({ type: "pkcs8", format: "pem" }).toString())
    : encryptKey(key, passphrase);
}
