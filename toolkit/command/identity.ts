// colophon identity: the keys and certificates that one signs with.
import type { Command } from "./command.js";
import { type Verbs, verbOf } from "./verb.js";

const usage = `usage: colophon identity VERB [NAME] [OPTIONS]

An identity is a private key and a certificate that says whose it is. It stays
on this computer. NAME is what you call it here (--id NAME does the same);
without it, the one that "default" names is meant, or the only one there is.

create                    make a key, a root of your own and a certificate,
                          offline
  --name "Ada Reyes"      who signs; everybody who gets your files can read it
  --org "The Daily Record"
  --algorithm A           ed25519 (unless told), es256, es384, es512 or ps256
  --days N                how long the certificate lasts, 1826 (five years)
                          unless told
  --id NAME               what to call it here; made from the name unless told
  --no-passphrase         keep the private keys readable to whoever reads the
                          files
list                      what identities there are
show [NAME]               one of them, with fingerprints; never a private key
default NAME              sign with this one when none is named
export-root [NAME]        print the root certificate: who adds it to their
                          anchors sees your signatures as Trusted
lint FILE.pem | NAME      name each rule that a certificate chain breaks, and
                          the remedy
  --root ROOT.pem         the root, when it isn't in FILE.pem
renew [NAME]              a new certificate from your own root, for the same key
  --days N
csr [NAME]                print a request (PKCS#10) for a certificate authority
import                    take over a key and a certificate chain from elsewhere
  --key KEY.pem           PKCS#8, SEC 1 or PKCS#1
  --chain CHAIN.pem       the signer's certificate first, then intermediates
  --root ROOT.pem
  --id NAME
  --no-passphrase
  --replace               with --chain and --id: exchange the certificate, keep
                          the key
remove NAME --yes         delete it with its keys, for good

  --json                  one JSON object per line on stdout

Passphrases are asked for on the terminal, or taken from COLOPHON_PASSPHRASE.
COLOPHON_IDENTITY names the identity to use. Identities are kept in your
configuration folder (XDG_CONFIG_HOME).
`;

const VERBS: Verbs = {
  create: async () => (await import("./identity/create.js")).create,
  list: async () => (await import("./identity/show.js")).list,
  show: async () => (await import("./identity/show.js")).show,
  default: async () => (await import("./identity/keep.js")).makeDefault,
  "export-root": async () => (await import("./identity/certificate.js")).exportRoot,
  lint: async () => (await import("./identity/lint.js")).lint,
  renew: async () => (await import("./identity/certificate.js")).renew,
  csr: async () => (await import("./identity/certificate.js")).csr,
  import: async () => (await import("./identity/import.js")).importVerb,
  remove: async () => (await import("./identity/keep.js")).remove,
};

export const identity: Command = {
  name: "identity",
  summary: "make, list, show and remove the identities you sign with",
  usage,
  async run([verb, ...args], io) {
    return (await verbOf("identity", verb, VERBS, "an identity"))(args, io);
  },
};
