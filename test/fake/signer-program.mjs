// A signer in c2patool's protocol, as somebody would write it in front of an HSM. Its arguments: key, certificates (PEM files),
// alg, and optionally how it misbehaves.
import { constants, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";

const [keyFile, chainFile, alg, manner = "good"] = process.argv.slice(2);
if (manner === "silent") setInterval(() => undefined, 1000);
else if (manner === "locked") {
  process.stderr.write(
    "HSM: slot 0 is locked\nHSM: ask the officer\n\nHSM: code 17\nHSM: fourth line\n",
  );
  process.exit(3);
} else if (process.argv.includes("--signer-info")) {
  const chain = readFileSync(chainFile, "utf8");
  const info = {
    alg,
    sign_cert: manner === "escaped" ? chain.replaceAll("\n", "\\n") : chain,
    tsa_url: "http://tsa.example/",
    reserve_size: 10000,
  };
  process.stdout.write(manner === "chatty" ? "Welcome!\n" : JSON.stringify(info));
} else process.stdout.write(mangle(signature(await buffer(process.stdin))));

function signature(bytes) {
  if (manner === "other bytes") bytes = Buffer.concat([bytes, Buffer.from("\n")]);
  const key = createPrivateKey(readFileSync(keyFile));
  const algorithm = alg.toLowerCase();
  if (algorithm === "ed25519") return sign(null, bytes, key);
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith("es"))
    return sign(hash, bytes, { key, dsaEncoding: manner === "DER" ? "der" : "ieee-p1363" });
  if (manner === "PKCS1") return sign(hash, bytes, key);
  const saltLength =
    manner === "long salt" ? constants.RSA_PSS_SALTLEN_MAX_SIGN : constants.RSA_PSS_SALTLEN_DIGEST;
  return sign(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

function mangle(signed) {
  if (manner === "nothing") return "";
  if (manner === "base64") return signed.toString("base64");
  if (manner === "flood") return Buffer.alloc(4 << 20);
  return signed;
}
