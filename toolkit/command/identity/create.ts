// colophon identity create: key, root and certificate, made here and now.
import { ColophonError } from "../../../src/index.js";
import { CREATABLE } from "../../identity/algorithm.js";
import { createIdentity } from "../../identity/create.js";
import { checkFree, idOf } from "../../identity/keystore.js";
import { newPassphrase } from "../../identity/passphrase.js";
import { saveIdentity } from "../../identity/save.js";
import { subjectOf } from "../../identity/subject.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { daysOf, nameOf, printIdentity, warnUnlocked } from "./named.js";

const OPTIONS = {
  name: { type: "string" },
  org: { type: "string" },
  algorithm: { type: "string" },
  days: { type: "string" },
  id: { type: "string" },
  "no-passphrase": { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** @throws ColophonError USAGE, IDENTITY_INVALID, IDENTITY_EXISTS, PASSPHRASE_NEEDED, PASSPHRASE_WRONG, OUTPUT_UNWRITABLE, DISK_FULL */
export async function create(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, OPTIONS);
  const name = nameOf(positionals, values.id);
  const algorithm = CREATABLE.find((known) => known === (values.algorithm ?? "ed25519"));
  if (!algorithm)
    throw new ColophonError("USAGE", `there is no algorithm ${values.algorithm} to create with`, {
      hint: `choose one of ${CREATABLE.join(", ")}`,
    });
  const request = {
    algorithm,
    now: io.now(),
    ...(values.name !== undefined && { name: values.name }),
    ...(values.org !== undefined && { organisation: values.org }),
    ...daysOf(values.days),
  };
  const id = name ?? idOf(subjectOf(request).commonName);
  await checkFree(io.env, id);
  const passphrase = values["no-passphrase"] ? undefined : await newPassphrase(io);
  const made = await createIdentity(request);
  io.signal.throwIfAborted();
  const stored = await saveIdentity(made, { env: io.env, id, passphrase });
  const printer = printerFor(io, values);
  await printIdentity(printer, stored, io);
  if (passphrase === undefined) warnUnlocked(printer, stored);
  printer.note("sign with it: colophon sign FILE");
  printer.note("who adds your root to their anchors sees your signatures as Trusted; to get it:");
  printer.note(`colophon identity export-root ${stored.id} > ${stored.id}-root.pem`);
  return 0;
}
