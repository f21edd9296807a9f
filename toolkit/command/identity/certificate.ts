// colophon identity export-root, renew and csr: certificates that leave, are renewed or asked for.
import { X509Certificate } from "node:crypto";
import { ColophonError } from "../../../src/index.js";
import { toPem } from "../../../src/trust/index.js";
import { renewCertificate } from "../../identity/create.js";
import { findIdentity } from "../../identity/default-identity.js";
import { readIdentityFile, type StoredIdentity } from "../../identity/keystore.js";
import { unlockIdentity } from "../../identity/open.js";
import { unlockKey } from "../../identity/passphrase.js";
import { pemBlock } from "../../identity/pem.js";
import { replaceChain } from "../../identity/save.js";
import { storedRoot } from "../../identity/stored-certificates.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { daysOf, nameOf, printIdentity } from "./named.js";

/** Prints the root as PEM. @throws ColophonError USAGE, IDENTITY_NOT_FOUND, FILE_NOT_FOUND when the root isn't known */
export async function exportRoot(args: readonly string[], io: Io): Promise<number> {
  const identity = await named(args, io);
  const root = await storedRoot(identity);
  if (!root)
    throw new ColophonError("FILE_NOT_FOUND", `the root of ${identity.id} is not known here`, {
      hint: "get it from the authority that issued the certificate, and import the chain again with --root",
    });
  io.stdout.write(toPem([root]));
  return EXIT.done;
}

/** Prints a PKCS#10 request. @throws ColophonError USAGE, IDENTITY_NOT_FOUND, PASSPHRASE_NEEDED, PASSPHRASE_WRONG, KEY_UNREADABLE */
export async function csr(args: readonly string[], io: Io): Promise<number> {
  const identity = await named(args, io);
  const { key } = await unlockIdentity(identity, io);
  const { makeRequest } = await import("../../identity/x509.js");
  const request = await makeRequest(key, subjectOf(identity));
  io.stdout.write(pemBlock("CERTIFICATE REQUEST", request));
  printerFor(io).note(
    `send this to a certificate authority; with what comes back: colophon identity import --chain CHAIN.pem --id ${identity.id} --replace`,
  );
  return EXIT.done;
}

/** A new certificate from the identity's own root. @throws ColophonError CERTIFICATE_REFUSED without such a root, and as csr */
export async function renew(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, {
    id: { type: "string" },
    days: { type: "string" },
    json: { type: "boolean" },
  });
  const identity = await findIdentity(io.env, nameOf(positionals, values.id));
  const days = daysOf(values.days);
  const root = await storedRoot(identity);
  const rootPem = await readIdentityFile(identity, "root-key.pem");
  if (!root || rootPem === undefined) throw notOurs(identity);
  const { key, passphrase } = await unlockIdentity(identity, io);
  const { key: rootKey } = await unlockKey(rootPem, `${identity.id} (root-key.pem)`, {
    env: passphrase === undefined ? io.env : { COLOPHON_PASSPHRASE: passphrase }, // asked for once
    askSecret: io.askSecret,
  });
  if (!new X509Certificate(root).checkPrivateKey(rootKey)) throw notOurs(identity);
  const subject = subjectOf(identity);
  const certificate = { certificate: root, key: rootKey };
  const leaf = await renewCertificate(key, certificate, subject, { now: io.now(), ...days });
  await replaceChain(identity, { chain: [leaf], root, subject });
  const printer = printerFor(io, values);
  await printIdentity(printer, identity, io);
  printer.note("what you sign from now on carries the new certificate; your root stays the same");
  return EXIT.done;
}

function named(args: readonly string[], io: Io): Promise<StoredIdentity> {
  const { values, positionals } = parseOptions("identity", args, { id: { type: "string" } });
  return findIdentity(io.env, nameOf(positionals, values.id));
}

function subjectOf({ name, organisation }: StoredIdentity): {
  commonName: string;
  organisation: string;
} {
  return { commonName: name, organisation };
}

function notOurs({ id }: StoredIdentity): ColophonError {
  return new ColophonError("CERTIFICATE_REFUSED", `${id} has no root of its own to renew it with`, {
    hint: `ask the authority that issued it: colophon identity csr ${id}`,
  });
}
