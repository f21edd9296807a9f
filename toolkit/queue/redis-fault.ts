// What keeps a queue from being used, in words: what a Redis that is there says, or why nobody knows what is there.
import { ColophonError } from "../../src/index.js";
import type { QueueAddress } from "./address.js";
import { wordOf } from "./redis-trial.js";

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "there is no such host",
  EHOSTUNREACH: "it can't be reached",
  ENETUNREACH: "it can't be reached",
};

/** Its reason comes with no question of ours, and is lost on the way. */
const HANGS_UP =
  "a Redis without a password takes nobody from another computer (start it with --requirepass, and set COLOPHON_QUEUE_PASSWORD); one that is encrypted is rediss://";

const CERTIFICATES =
  "where it has an issuer of its own, set NODE_EXTRA_CA_CERTS to the file with that issuer's certificate (PEM)";

/** What is wrong with the certificate of a server; undefined when it isn't that. */
function certificateFault(code: string): string | undefined {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "its certificate is for another name";
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (/CERT|ISSUER|LEAF_SIGNATURE/.test(code))
    return "its certificate is from nobody that this computer trusts";
  return undefined;
}

/** Messages of servers and of the network: none of them repeats a password, but only known ones are passed on. */
export function unavailable({ shown, isTls }: QueueAddress, cause: unknown): ColophonError {
  const said = cause instanceof Error ? cause.message : "";
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const [what, remedy] = refusal(said, shown) ?? failure(said, code, shown, isTls);
  return new ColophonError("QUEUE_UNAVAILABLE", what, { hint: `nothing was changed; ${remedy}` });
}

/** What keeps a Redis from taking anything, by its own word for it, and what to do. */
const OWN_TROUBLE: Readonly<Record<string, readonly [string, string]>> = {
  OOM: [
    "has no memory left (OOM)",
    "give it more (maxmemory in its settings), or take out what it need not keep",
  ],
  MISCONF: [
    "can't save what it is given, and takes nothing (MISCONF)",
    "its log says why; often its disk is full",
  ],
  READONLY: ["only copies another one (READONLY)", "name the one that it copies"],
};

/** What a Redis that is there says, and what to do. */
function refusal(said: string, shown: string): readonly [string, string] | undefined {
  const password = "set COLOPHON_QUEUE_PASSWORD to its password";
  if (/NOAUTH/.test(said)) return [`the Redis at ${shown} wants a password`, password];
  if (/WRONGPASS|invalid password/.test(said))
    return [`the Redis at ${shown} refused the password or the user name`, password];
  if (/NOPERM/.test(said))
    return [
      `the Redis at ${shown} does not allow this user what a queue needs`,
      "let this user run all commands on keys that begin with colophon:, and INFO",
    ];
  const own = OWN_TROUBLE[wordOf(said)];
  if (own) return [`the Redis at ${shown} ${own[0]}`, own[1]];
  if (/DB index is out of range/.test(said))
    return [
      `the Redis at ${shown} has no database of that number`,
      "leave it out of the address, or take one from 0 to 15",
    ];
  return undefined;
}

/** Why nobody knows what is there, and what to do. */
function failure(
  said: string,
  code: string,
  shown: string,
  isTls: boolean,
): readonly [string, string] {
  const fault = certificateFault(code);
  if (fault !== undefined)
    return [`the Redis at ${shown} was not spoken to: ${fault}`, CERTIFICATES];
  if (/^(?:EPIPE|ECONNRESET)$/.test(code) || said === "Connection is closed.")
    return [`what listens at ${shown} hangs up`, HANGS_UP];
  const how = isTls ? ", encrypted (redis:// is one that isn't)" : "";
  const why = WHY[code] ?? "no answer";
  return [
    `there is no Redis at ${shown}: ${why}`,
    `check the address, and that a redis-server runs there${how}`,
  ];
}
