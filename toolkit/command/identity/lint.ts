// colophon identity lint: every rule that a certificate chain breaks, and what to do about each.
import { ColophonError } from "../../../src/index.js";
import { parseCertificate, parsePem } from "../../../src/trust/index.js";
import { findIdentity } from "../../identity/default-identity.js";
import { identityIds } from "../../identity/keystore.js";
import { lintChain } from "../../identity/lint.js";
import { storedChain, storedRoot } from "../../identity/stored-certificates.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { nameOf, readPem } from "./named.js";

interface Subject {
  /** What was linted, for messages. */
  readonly path: string;
  readonly chain: readonly Uint8Array[];
  readonly root: Uint8Array | undefined;
}

/** Exits 1 when a rule is broken that an engine or the specification refuses. @throws ColophonError USAGE, FILE_*, IDENTITY_NOT_FOUND, CERTIFICATE_UNREADABLE */
export async function lint(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, {
    id: { type: "string" },
    root: { type: "string" },
    json: { type: "boolean" },
  });
  const what = nameOf(positionals, values.id);
  const subject =
    what === undefined || (await identityIds(io.env)).includes(what)
      ? await ofIdentity(what, io)
      : await ofFile(what, io);
  const root = values.root === undefined ? subject.root : await rootIn(values.root, io);
  const { path, chain } = subject;
  const findings = lintChain(chain, { now: io.now(), ...(root && { root }) });
  const printer = printerFor(io, values);
  for (const finding of findings)
    printer.rule({
      path,
      rule: finding.rule,
      holds: false,
      ...(finding.severity === "warning" && { warning: true }),
      message: `${nameIn(chain, finding.certificate)}: ${finding.what}`,
      remedy: finding.remedy,
    });
  const refused = findings.filter(({ severity }) => severity === "refused").length;
  if (refused) {
    printer.note(
      `${path}: ${refused} broken rule${refused === 1 ? "" : "s"}: signatures made with this are refused or never trusted`,
    );
    return EXIT.failed;
  }
  printer.note(`${path}: no rule is broken that would keep signatures from being accepted`);
  return EXIT.done;
}

async function ofIdentity(name: string | undefined, io: Io): Promise<Subject> {
  const identity = await findIdentity(io.env, name);
  const chain = await storedChain(identity);
  return {
    path: identity.id,
    chain: chain.map(({ raw }) => new Uint8Array(raw)),
    root: await storedRoot(identity),
  };
}

async function ofFile(path: string, io: Io): Promise<Subject> {
  const chain = parsePem(await readPem(path, io));
  if (chain.length === 0)
    throw new ColophonError("CERTIFICATE_UNREADABLE", `${path} holds no certificate`, {
      hint: "give a PEM file with a line like -----BEGIN CERTIFICATE-----",
    });
  return { path, chain, root: undefined };
}

async function rootIn(path: string, io: Io): Promise<Uint8Array> {
  const [root] = (await ofFile(path, io)).chain;
  return root as Uint8Array;
}

/** "certificate 2 (CN=...)", counted as people count. */
function nameIn(chain: readonly Uint8Array[], index: number): string {
  const der = chain[index];
  return der
    ? `certificate ${index + 1} (${parseCertificate(der).subject.text})`
    : "the root certificate";
}
