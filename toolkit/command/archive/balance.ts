// colophon archive balance: what a service holds for an owner. Needs no passphrase: the owner's public key is enough.
import { ownerAddress } from "../../../src/archive/index.js";
import { fromBase64Url } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { findIdentity } from "../../identity/default-identity.js";
import { amountWords } from "../../publish/amount.js";
import { turboAccount } from "../../publish/turbo-account.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { openArchive } from "./kept.js";
import { publisherOf, SERVICE_OPTIONS } from "./publisher-of.js";

/** @throws ColophonError USAGE, IDENTITY_NOT_FOUND, IDENTITY_INVALID, GATEWAY_FAILED and those of publisherOf */
export async function balance(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, {
    ...SERVICE_OPTIONS,
    identity: { type: "string" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals.length > 0)
    throw new ColophonError("USAGE", "balance takes no names", {
      hint: "whose balance: --identity NAME",
    });
  if (values.to === "ipfs" || values.to === "local") throw noBalance(values.to);
  const archive = await openArchive(io, values.archive);
  const chosen = await publisherOf(values, archive.folder, io);
  if (!("balance" in chosen.publisher)) throw noBalance(chosen.kind);
  const { service } = chosen.publisher;
  const payer = "payer" in chosen ? chosen.payer : undefined;
  const key = payer ?? (await findIdentity(io.env, values.identity)).archiveKey;
  const held = await chosen.publisher.balance(key);
  const printer = printerFor(io, { json: values.json });
  const owner = await ownerAddress(fromBase64Url(key));
  printer.balance({ service, owner, ...held, balance: amountWords(held.balance) });
  const { token, address } = await turboAccount(key);
  if (chosen.kind !== "arweave")
    printer.note(`to pay in for this owner, name its account there: ${address} (${token})`);
  return EXIT.done;
}

function noBalance(kind: string): ColophonError {
  return new ColophonError("USAGE", `${kind} keeps no balance and takes no payment`, {
    hint: "run: colophon archive balance --to turbo",
  });
}
