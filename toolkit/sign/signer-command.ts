// A signer behind a program of the user's, in front of an HSM or a KMS, by c2patool's subprocess protocol: `CMD --signer-info`
// prints {alg, sign_cert, tsa_url?, reserve_size?}; `CMD` gets the bytes on stdin and prints the raw signature.
import { type KeyObject, X509Certificate } from "node:crypto";
import { asObject, asString, equal, parseJson } from "../../src/encoding/index.js";
import { ColophonError, type CoseAlgorithm } from "../../src/index.js";
import { coseAlgorithmId } from "../../src/signature/index.js";
import { parseCertificate, parsePem } from "../../src/trust/index.js";
import { type ProgramOptions, runProgram } from "../adapter/run-program.js";
import { commandWords } from "./command-words.js";
import { fitsKey, signatureFault } from "./raw-signature.js";
import type { Signer } from "./signer.js";

export interface SignerCommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For each run of the program; a minute unless told, because somebody may have to touch a token. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks the program who it signs as. Each signature is checked against that certificate before anybody uses it.
 * `reserve_size` is not needed: the exact size is known here.
 * @throws ColophonError SIGNER_FAILED with what the program said, CANCELLED, USAGE; `sign` throws the first two
 */
export async function openSignerCommand(
  command: string,
  options: SignerCommandOptions,
): Promise<Signer> {
  const words = commandWords(command);
  const world: ProgramOptions = { timeoutMs: 60_000, ...options };
  const info = signerInfo(await run([...words, "--signer-info"], world), words);
  const { algorithm, chain, key, timeStampUrl } = info;
  return {
    algorithm,
    chain,
    ...(timeStampUrl !== undefined && { timeStampUrl }),
    async sign(bytes) {
      const signature = await run(words, { ...world, input: bytes });
      const fault = signatureFault(algorithm, key, bytes, signature);
      if (fault) throw failed(words, fault, SIGNATURE_HINT);
      return signature;
    },
  };
}

const SIGNATURE_HINT =
  "nothing was signed; the program must write the raw signature over its standard input to its standard output";
const INFO_HINT =
  'with --signer-info it must print {"alg": "es256", "sign_cert": "-----BEGIN ..."}';

async function run(words: readonly string[], options: ProgramOptions): Promise<Uint8Array> {
  const result = await runProgram(words, options);
  switch (result.ended) {
    case "well":
      return new Uint8Array(result.output);
    case "cancelled":
      throw new ColophonError("CANCELLED", "cancelled");
    case "badly":
      throw failed(
        words,
        result.why,
        "nothing was signed; run the program by itself to see what it lacks",
        result.cause,
      );
  }
}

interface SignerInfo {
  readonly algorithm: CoseAlgorithm;
  readonly chain: readonly Uint8Array[];
  readonly key: KeyObject;
  readonly timeStampUrl: string | undefined;
}

function signerInfo(printed: Uint8Array, words: readonly string[]): SignerInfo {
  const info = asObject(
    attempt(words, "no JSON", () => parseJson(new TextDecoder().decode(printed))),
  );
  const algorithm = asString(info?.["alg"])?.toLowerCase();
  if (!isAlgorithm(algorithm))
    throw failed(
      words,
      `its "alg" is none that C2PA knows`,
      "es256, es384, es512, ps256, ps384, ps512 or ed25519",
    );
  // c2patool takes PEM whose line ends were escaped twice on the way into JSON, so we do
  const pem = (asString(info?.["sign_cert"]) ?? "").replaceAll("\\n", "\n");
  const { chain, key } = attempt(words, `no certificate in "sign_cert"`, () => readChain(pem));
  if (!fitsKey(algorithm, key))
    throw failed(
      words,
      `its certificate is not for ${algorithm}`,
      "the certificate and alg must belong together",
    );
  return { algorithm, chain, key, timeStampUrl: asString(info?.["tsa_url"]) };
}

/** Leaf first. A root at the end is left out: C2PA 2.4 §14.5, readers bring their own. */
function readChain(pem: string): { chain: readonly Uint8Array[]; key: KeyObject } {
  const chain = parsePem(pem);
  const certificates = chain.map(parseCertificate);
  const last = certificates.at(-1);
  const key = new X509Certificate(chain[0]!).publicKey;
  const rooted = last && chain.length > 1 && equal(last.subjectDer, last.issuerDer);
  return { chain: rooted ? chain.slice(0, -1) : chain, key };
}

function attempt<T>(words: readonly string[], fault: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw failed(words, `it printed ${fault}`, INFO_HINT, cause);
  }
}

function isAlgorithm(name: string | undefined): name is CoseAlgorithm {
  return typeof coseAlgorithmId(name as CoseAlgorithm) === "number";
}

function failed(
  words: readonly string[],
  why: string,
  hint: string,
  cause?: unknown,
): ColophonError {
  return new ColophonError("SIGNER_FAILED", `the signer ${words[0]} failed: ${why}`, {
    hint,
    cause,
  });
}
