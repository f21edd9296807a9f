// colophon trust: whose word counts when a signature is judged.
import { ColophonError } from "../../src/index.js";
import type { Command, Io } from "./command.js";
import type { Fetch } from "./trust/update.js";

const usage = `usage: colophon trust VERB [OPTIONS]

A signature that holds is Valid. It is Trusted when the signer's certificate leads to an anchor: a
certificate authority on a list that you use, or one that you added yourself. Nothing is trusted
until you say so.

list                      what is in use
update [NAME...]          get the C2PA's trust lists: c2pa (signers) and c2pa-time-stamp
  --accept                take a list that differs from the one Colophon knows
  --from FILE.pem         install one list from a file, without network
  --url URL               get one list from another address
add FILE.pem...           trust who leads to these certificates; PEM or DER
  --name NAME             what to call it here; the file's name unless told
  --time-stamp            for time-stamping authorities instead of signers
  --force                 replace anchors of the same name
remove NAME...            stop using a list or anchors

  --json                  one JSON object per line on stdout

Signers and time-stamps have separate lists: an anchor for one says nothing about the other.
The lists are kept in your configuration folder (XDG_CONFIG_HOME).
`;

type Verb = (args: readonly string[], io: Io, fetch?: Fetch) => Promise<number>;

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
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
      const load = verb !== undefined && Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
      if (!load)
        throw new ColophonError(
          "USAGE",
          verb === undefined ? "say what to do with trust lists" : `trust has no verb "${verb}"`,
          { hint: "run: colophon trust --help" },
        );
      return (await load())(args, io, fetch);
    },
  };
}

export const trust: Command = trustCommand();
