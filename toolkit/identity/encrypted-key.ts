// PKCS#8 under a passphrase: PBES2 (RFC 8018 §6.2) with scrypt (RFC 7914 §7) and AES-256-CBC.
// Written here because node:crypto exports PBKDF2 with 2,048 rounds only; it and `openssl pkcs8` read the result.
import { createCipheriv, type KeyObject, randomBytes, scrypt } from "node:crypto";
import { concat, fromHex, utf8 } from "../../src/encoding/index.js";
import { pemBlock } from "./pem.js";

// OpenSSL refuses scrypt above 32 MiB, so N stays at 2^14 (16 MiB) and p makes up for it: the OWASP equivalent
// of N = 2^17, p = 1. About 0.2 s on a desktop, for us once per run, for a guesser once per guess.
const COST = { N: 16384, r: 8, p: 5 } as const;

/** An `ENCRYPTED PRIVATE KEY` in PEM. `random` gives salt and IV; it is an argument for tests only. */
export async function encryptKey(
  key: KeyObject,
  passphrase: string,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<string> {
  const salt = random(16);
  const iv = random(16);
  const secret = await derive(passphrase, salt);
  const cipher = createCipheriv("aes-256-cbc", secret, iv);
  const plaintext = key.export({ type: "pkcs8", format: "der" });
  const ciphertext = concat(cipher.update(plaintext), cipher.final());
  secret.fill(0);
  plaintext.fill(0);
  const scheme = sequence(
    PBES2,
    sequence(
      sequence(SCRYPT, sequence(octets(salt), integer(COST.N), integer(COST.r), integer(COST.p))),
      sequence(AES_256_CBC, octets(iv)),
    ),
  );
  return pemBlock("ENCRYPTED PRIVATE KEY", sequence(scheme, octets(ciphertext)));
}

function derive(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(utf8(passphrase), salt, 32, { ...COST, maxmem: 64 << 20 }, (error, secret) => {
      if (error) reject(error);
      else resolve(secret);
    });
  });
}

// Just enough DER (X.690 §8) for the structure above.
const PBES2 = fromHex("06092a864886f70d01050d"); // 1.2.840.113549.1.5.13
const SCRYPT = fromHex("06092b06010401da47040b"); // 1.3.6.1.4.1.11591.4.11
const AES_256_CBC = fromHex("060960864801650304012a"); // 2.16.840.1.101.3.4.1.42

function value(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concat(Uint8Array.of(tag, ...header), content);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return value(0x30, concat(...parts));
}

function octets(bytes: Uint8Array): Uint8Array {
  return value(0x04, bytes);
}

function integer(number: number): Uint8Array {
  const hex = number.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return value(0x02, fromHex(Number.parseInt(even.slice(0, 2), 16) > 0x7f ? `00${even}` : even));
}
