// colophon identity import: a key and chain from elsewhere, or a new chain for a key that is here.
import { ColophonError } from "../../../src/index.js";
import { checkChain, importIdentity, sameKey } from "../../identity/import.js";
import { checkFree, loadIdentity } from "../../identity/keystore.js";
import type { LintFinding } from "../../identity/lint-rule.js";
import { newPassphrase } from "../../identity/passphrase.js";
import { replaceChain, saveIdentity } from "../../identity/save.js";
import { storedChain } from "../../identity/stored-certificates.js";
import { EXIT } from "../../report/exit-code.js";
import type { Printer } from "../../report/printer.js";
import { type Io, type ParsedOptions, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { nameOf, printIdentity, readPem, warnUnlocked } from "./named.js";

const OPTIONS = {
  key: { type: "string" },
  chain: { type: "string" },
  root: { type: "string" },
  id: { type: "string" },
  replace: { type: "boolean" },
  "no-passphrase": { type: "boolean" },
  json: { type: "boolean" },
} as const;
type Values = ParsedOptions<typeof OPTIONS>["values"];

/**
 * @throws ColophonError USAGE, FILE_*, CERTIFICATE_REFUSED, CERTIFICATE_EXPIRED, CERTIFICATE_UNREADABLE,
 *   KEY_UNREADABLE, KEY_MISMATCH, PASSPHRASE_NEEDED, PASSPHRASE_WRONG, IDENTITY_EXISTS, IDENTITY_NOT_FOUND,
 *   OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function importVerb(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, OPTIONS);
  const id = nameOf(positionals, values.id);
  if (values.chain === undefined)
    throw usage("import needs --chain, a file with the certificates in PEM");
  return values.replace
    ? replace(id, values.chain, values, io)
    : take(id, values.chain, values, io);
}

async function take(
  id: string | undefined,
  chainPath: string,
  values: Values,
  io: Io,
): Promise<number> {
  if (values.key === undefined)
    throw usage("import needs --key, the file with the private key; or --replace, to keep a key");
  if (id !== undefined) await checkFree(io.env, id);
  const { identity, passphrase, warnings } = await importIdentity(
    {
      key: await readPem(values.key, io),
      keyName: values.key,
      ...(await chainOf(chainPath, values, io)),
    },
    io,
  );
  const lock = values["no-passphrase"] ? undefined : (passphrase ?? (await newPassphrase(io)));
  io.signal.throwIfAborted();
  const stored = await saveIdentity(identity, {
    env: io.env,
    passphrase: lock,
    ...(id !== undefined && { id }),
  });
  const printer = printerFor(io, values);
  await printIdentity(printer, stored, io);
  sayWarnings(printer, warnings);
  if (lock === undefined) warnUnlocked(printer, stored);
  else if (passphrase !== undefined)
    printer.note(`the private keys are kept under the passphrase that ${values.key} had`);
  return EXIT.done;
}

async function replace(
  id: string | undefined,
  chainPath: string,
  values: Values,
  io: Io,
): Promise<number> {
  if (id === undefined || values.key !== undefined)
    throw usage(
      "--replace exchanges the certificate of the identity that --id names; its key stays",
    );
  const identity = await loadIdentity(io.env, id);
  const { warnings, ...next } = checkChain(await chainOf(chainPath, values, io));
  const [before] = await storedChain(identity);
  const [leaf] = next.chain;
  if (!leaf || !sameKey(leaf, new Uint8Array(before.raw)))
    throw new ColophonError("KEY_MISMATCH", `${chainPath} is not for the key of ${id}`, {
      hint: "nothing was changed; import it as an identity of its own with its --key",
    });
  await replaceChain(identity, next);
  const printer = printerFor(io, values);
  await printIdentity(printer, await loadIdentity(io.env, id), io);
  sayWarnings(printer, warnings);
  return EXIT.done;
}

async function chainOf(
  chainPath: string,
  values: Values,
  io: Io,
): Promise<{ chain: string; root?: string; now: Date }> {
  return {
    chain: await readPem(chainPath, io),
    ...(values.root !== undefined && { root: await readPem(values.root, io) }),
    now: io.now(),
  };
}

function sayWarnings(printer: Printer, warnings: readonly LintFinding[]): void {
  for (const { what, remedy } of warnings) printer.note(`warning: ${what}; ${remedy}`);
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon identity --help" });
}
