// colophon identity default and remove: which one is used, and which one goes.
import { ColophonError } from "../../../src/index.js";
import { markDefault } from "../../identity/default-identity.js";
import { loadIdentity, removeIdentity } from "../../identity/keystore.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { nameOf, printIdentity } from "./named.js";

/** @throws ColophonError USAGE, IDENTITY_NOT_FOUND, OUTPUT_UNWRITABLE */
export async function makeDefault(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, {
    id: { type: "string" },
    json: { type: "boolean" },
  });
  const identity = await loadIdentity(io.env, required(positionals, values.id));
  await markDefault(io.env, identity.id);
  await printIdentity(printerFor(io, values), identity, io, { brief: true });
  return EXIT.done;
}

/** @throws ColophonError USAGE without --yes, IDENTITY_NOT_FOUND, OUTPUT_UNWRITABLE */
export async function remove(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("identity", args, {
    id: { type: "string" },
    yes: { type: "boolean" },
    json: { type: "boolean" },
  });
  const identity = await loadIdentity(io.env, required(positionals, values.id));
  if (!values.yes)
    throw new ColophonError(
      "USAGE",
      `removing ${identity.id} deletes its private keys for good, and nothing was removed yet`,
      {
        hint: `signatures made with it stay valid, but nobody can sign as it again or renew its certificate; to go ahead: colophon identity remove ${identity.id} --yes`,
      },
    );
  await removeIdentity(io.env, identity);
  printerFor(io, values).note(
    `removed ${identity.id} with its keys; signatures made with it stay valid`,
  );
  return EXIT.done;
}

/** Nothing is removed or made the default by leaving out a name. */
function required(positionals: readonly string[], id: string | undefined): string {
  const name = nameOf(positionals, id);
  if (name !== undefined) return name;
  throw new ColophonError("USAGE", "name the identity that is meant", {
    hint: "see: colophon identity list",
  });
}
