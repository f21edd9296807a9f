// colophon identity list and show: what there is, never a private key.
import { findIdentity } from "../../identity/default-identity.js";
import { identityIds, loadIdentity } from "../../identity/keystore.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { asColophonError } from "../failure.js";
import { printerFor } from "../printer.js";
import { nameOf, printIdentity } from "./named.js";

/** One damaged identity doesn't hide the others; the exit code tells. */
export async function list(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseOptions("identity", args, { json: { type: "boolean" } });
  const printer = printerFor(io, values);
  const ids = await identityIds(io.env);
  if (ids.length === 0)
    printer.note('no identities yet; make one: colophon identity create --name "Your Name"');
  let code: number = EXIT.done;
  for (const id of ids)
    try {
      await printIdentity(printer, await loadIdentity(io.env, id), io, { brief: true });
    } catch (error) {
      printer.error(undefined, asColophonError(error, io.signal));
      code = EXIT.failed;
    }
  return code;
}

/** @throws ColophonError USAGE, IDENTITY_NOT_FOUND, IDENTITY_INVALID, CERTIFICATE_UNREADABLE */
export async function show(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, {
    id: { type: "string" },
    json: { type: "boolean" },
  });
  const identity = await findIdentity(io.env, nameOf(positionals, values.id));
  await printIdentity(printerFor(io, values), identity, io);
  return EXIT.done;
}
