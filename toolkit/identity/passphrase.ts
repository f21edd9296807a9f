// Where a passphrase comes from: COLOPHON_PASSPHRASE, else the terminal. Never from the command line, where
// other users of the computer and the shell's history would see it.
import type { KeyObject } from "node:crypto";
import { ColophonError } from "../../src/index.js";
import type { Environment } from "./keystore.js";
import { isEncrypted, passphraseNeeded, readPrivateKey } from "./private-key.js";

/** What a passphrase is got from; `Io` is one. */
export interface SecretSource {
  readonly env: Environment;
  /** Asks without echo; undefined when there is no terminal. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
}

const ATTEMPTS = 3;

/**
 * A passphrase for a new key, asked for twice.
 * @throws ColophonError PASSPHRASE_NEEDED when there is no terminal; PASSPHRASE_WRONG when the two differ
 */
export async function newPassphrase(source: SecretSource): Promise<string> {
  const set = source.env["COLOPHON_PASSPHRASE"];
  if (set) return set;
  const first = await source.askSecret("Passphrase for the new private key: ");
  if (!first)
    throw new ColophonError("PASSPHRASE_NEEDED", "a private key needs a passphrase", {
      hint: "run in a terminal to be asked for one, set COLOPHON_PASSPHRASE, or say --no-passphrase",
    });
  if ((await source.askSecret("The same passphrase again: ")) !== first)
    throw new ColophonError("PASSPHRASE_WRONG", "the two passphrases differ", {
      hint: "nothing was written; run the same command again",
    });
  return first;
}

/** A private key and the passphrase that opened it, if it took one. */
export interface UnlockedKey {
  readonly key: KeyObject;
  readonly passphrase?: string;
}

/**
 * Reads a private key, asking for its passphrase if it has one: three times on a terminal.
 * @throws ColophonError KEY_UNREADABLE, PASSPHRASE_NEEDED, PASSPHRASE_WRONG
 */
export async function unlockKey(
  pem: string,
  where: string,
  source: SecretSource,
): Promise<UnlockedKey> {
  if (!isEncrypted(pem)) return { key: readPrivateKey(pem, where) };
  const set = source.env["COLOPHON_PASSPHRASE"];
  if (set) return { key: readPrivateKey(pem, where, set), passphrase: set };
  for (let attempt = 1; ; attempt++) {
    const again = attempt > 1 ? "This one does not open it. " : "";
    const passphrase = await source.askSecret(`${again}Passphrase for ${where}: `);
    if (!passphrase) throw passphraseNeeded(where);
    try {
      return { key: readPrivateKey(pem, where, passphrase), passphrase };
    } catch (error) {
      const wrong = error instanceof ColophonError && error.code === "PASSPHRASE_WRONG";
      if (!wrong || attempt === ATTEMPTS) throw error;
    }
  }
}
