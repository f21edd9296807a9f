// The wallet that signs this gateway's own bundles. It holds no money anywhere; it is made when it is first needed.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "../adapter/archive-index.js";
import { type Jwk, newWallet, walletOf } from "../adapter/arweave.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";

/** @throws ColophonError WALLET_INVALID, DISK_FULL, OUTPUT_UNWRITABLE */
export async function gatewayWallet(folder: string): Promise<Jwk> {
  const path = join(folder, "wallet.json");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (text !== undefined) return walletOf(text);
  const wallet = await newWallet();
  await writeFileAtomically(path, `${JSON.stringify(wallet)}\n`, { replace: true, mode: 0o600 });
  return wallet;
}
