// colophon trust: whose word counts when a signature is judged.
import type { Command } from "./command.js";
import type { Fetch } from "./trust/update.js";
import { type Verbs, verbOf } from "./verb.js";

const usage = `usage: colophon trust VERB [OPTIONS]

A signature that holds is Valid. It is Trusted when the signer's certificate
leads to an anchor: a certificate authority on a list that you use, or one that
you added yourself. Nothing is trusted until you say so.

list                      what is in use
update [NAME...]          get the C2PA's trust lists: c2pa (signers) and
                          c2pa-time-stamp
  --accept                take a list that differs from the one Colophon knows
  --from FILE.pem         install one list from a file, without network
  --url URL               get one list from another address
add FILE.pem...           trust who leads to these certificates; PEM or DER
  --name NAME             what to call it here; the file's name unless told
  --time-stamp            for time-stamping authorities instead of signers
  --force                 replace anchors of the same name
remove NAME...            stop using a list or anchors

  --json                  one JSON object per line on stdout

Signers and time-stamps have separate lists: an anchor for one says nothing
about the other. The lists are kept in your configuration folder
(XDG_CONFIG_HOME).
`;

const VERBS: Verbs<[fetch?: Fetch]> = {
  list: async () => (await import("./trust/list.js")).list,
  update: async () => (await import("./trust/update.js")).update,
  add: async () => (await import("./trust/add.js")).add,
  remove: async () => (await import("./trust/remove.js")).remove,
};

/** The command over some way to fetch; the guarded one unless told. */
export function trustCommand(fetch?: Fetch): Command {
  return {
    name: "trust",
    summary: "choose whose signatures count as trusted",
    usage,
    async run([verb, ...args], io) {
      return (await verbOf("trust", verb, VERBS, "trust lists"))(args, io, fetch);
    },
  };
}

export const trust: Command = trustCommand();
