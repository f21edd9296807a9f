// The certificates of a stored identity. Read by node:crypto, because signing needs no more than dates, key and DER
// and has to start at once; everything that judges certificates goes through src/trust.
import { X509Certificate } from "node:crypto";
import { ColophonError } from "../../src/index.js";
import { readIdentityFile, type StoredIdentity } from "./keystore.js";

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The chain, leaf first. @throws ColophonError CERTIFICATE_UNREADABLE, FILE_UNREADABLE */
export async function storedChain(
  identity: StoredIdentity,
): Promise<[X509Certificate, ...X509Certificate[]]> {
  const [leaf, ...issuers] = await read(identity, "chain.pem");
  if (!leaf) throw unreadable(identity, "chain.pem");
  return [leaf, ...issuers];
}

/** The root, DER; undefined when it isn't known. @throws ColophonError CERTIFICATE_UNREADABLE, FILE_UNREADABLE */
export async function storedRoot(identity: StoredIdentity): Promise<Uint8Array | undefined> {
  const [root] = await read(identity, "root.pem");
  return root && new Uint8Array(root.raw);
}

async function read(
  identity: StoredIdentity,
  name: "chain.pem" | "root.pem",
): Promise<X509Certificate[]> {
  const pem = (await readIdentityFile(identity, name)) ?? "";
  try {
    return (pem.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch (cause) {
    throw unreadable(identity, name, cause);
  }
}

function unreadable({ id, folder }: StoredIdentity, name: string, cause?: unknown): ColophonError {
  return new ColophonError("CERTIFICATE_UNREADABLE", `${name} of ${id} cannot be read`, {
    hint: `restore it in ${folder} from a backup, or import the chain again`,
    cause,
  });
}
