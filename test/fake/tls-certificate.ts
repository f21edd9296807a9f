// Certificates of servers that nobody vouches for, in PEM.
import "reflect-metadata"; // that library wants it first
import { createPrivateKey, webcrypto } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";

/** A new key and its self-signed certificate. */
export async function tlsCertificate(name: string): Promise<{ cert: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const pem = key.export({ format: "pem", type: "pkcs8" }).toString();
  return { cert: certificate.toString("pem"), key: pem };
}
