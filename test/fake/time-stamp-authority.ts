// A time-stamping authority of our own: openssl's RFC 3161 implementation behind HTTP on loopback, with a root and a leaf
// made for the occasion. It can be told to misbehave.
import { type ChildProcess, execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

/** How it answers: `honest` is what openssl makes of the query. */
export type Manner =
  | "honest"
  | "other nonce"
  | "no nonce"
  | "other imprint"
  | "rejection"
  | "forged signature"
  | "no certificate"
  | "garbage"
  | "truncated"
  | "HTTP 500"
  | "endless"
  | "silent";

export interface TimeStampAuthority {
  readonly url: string;
  /** Its root, PEM: a time-stamp anchor. */
  readonly root: string;
  /** How it answers from now on. */
  manner: Manner;
  /** Queries seen, DER. */
  readonly queries: Uint8Array[];
  close(): void;
}

export interface AuthorityOptions {
  /** Key of the leaf: `rsa` has signatures of one size, `ec` (the default) of several. */
  readonly key?: "ec" | "rsa";
  /** Digits of the fraction of a second, up to 6. */
  readonly precision?: number;
}

/** Whether there is an openssl to run it. */
export const hasOpenssl: boolean = spawnSync("openssl", ["version"]).status === 0;

/** Starts an authority; `close` ends it and removes its keys. */
export async function startTimeStampAuthority(
  options: AuthorityOptions = {},
): Promise<TimeStampAuthority> {
  const folder = mkdtempSync(join(tmpdir(), "colophon-tsa-"));
  makeKeys(folder, options);
  let last: Promise<unknown> = Promise.resolve(); // one at a time: openssl counts serial numbers in a file
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const query = await buffer(request);
      authority.queries.push(new Uint8Array(query));
      const { manner } = authority;
      if (
        request.method !== "POST" ||
        request.headers["content-type"] !== "application/timestamp-query"
      )
        response.writeHead(415).end();
      else if (manner === "HTTP 500") response.writeHead(500).end("out of order");
      else if (manner === "endless") response.writeHead(200).end(Buffer.alloc(1 << 17));
      else if (manner !== "silent")
        response
          .writeHead(200, { "content-type": "application/timestamp-reply" })
          .end(misreply(await reply(folder, misquery(query, manner), manner), manner));
    };
    last = last.then(answer).catch((cause: unknown) => response.destroy(cause as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority: TimeStampAuthority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    root: readFileSync(join(folder, "root.pem"), "utf8"),
    manner: "honest",
    queries: [],
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return authority;
}

function makeKeys(folder: string, { key = "ec", precision = 0 }: AuthorityOptions): void {
  const openssl = (...args: string[]): Buffer =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const newKey = key === "ec" ? ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : ["rsa:2048"];
  writeFileSync(join(folder, "serial"), "01\n");
  writeFileSync(join(folder, "openssl.cnf"), configuration(precision));
  const config = ["-config", "openssl.cnf"];
  openssl(
    "req",
    "-x509",
    "-newkey",
    ...newKey,
    "-nodes",
    "-days",
    "30",
    "-subj",
    "/O=Test/CN=Time root",
    ...config,
    "-extensions",
    "root",
    "-keyout",
    "root.key",
    "-out",
    "root.pem",
  );
  openssl(
    "req",
    "-newkey",
    ...newKey,
    "-nodes",
    "-subj",
    "/O=Test/CN=Time",
    ...config,
    "-keyout",
    "tsa.key",
    "-out",
    "tsa.csr",
  );
  openssl(
    "x509",
    "-req",
    "-in",
    "tsa.csr",
    "-CA",
    "root.pem",
    "-CAkey",
    "root.key",
    "-set_serial",
    "2",
    "-days",
    "20",
    "-extfile",
    "openssl.cnf",
    "-extensions",
    "leaf",
    "-out",
    "tsa.pem",
  );
}

function configuration(precision: number): string {
  const section = (name: string, digests: string): string => `[${name}]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = ${digests}
accuracy = secs:1
clock_precision_digits = ${precision}
ess_cert_id_alg = sha256
`;
  return `${section("honest", "sha256")}${section("strict", "sha512")}
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
`;
}

/** Our query is 30 len { 02 01 01 | 30 31 { 30 0d .. | 04 20 imprint } | 02 08 nonce | 01 01 ff }. */
function misquery(query: Buffer, manner: Manner): Buffer {
  const changed = Buffer.from(query);
  const nonce = changed.length - 13;
  if (manner === "other imprint") changed[30]! ^= 1;
  if (manner === "other nonce") changed[nonce + 5]! ^= 1;
  if (manner === "no certificate") return withLength(changed.subarray(0, -3));
  if (manner !== "no nonce") return changed;
  return withLength(Buffer.concat([changed.subarray(0, nonce), changed.subarray(-3)]));
}

function withLength(sequence: Buffer): Buffer {
  sequence[1] = sequence.length - 2;
  return sequence;
}

async function reply(folder: string, query: Buffer, manner: Manner): Promise<Buffer> {
  const section = manner === "rejection" ? "strict" : "honest";
  writeFileSync(join(folder, "query"), query);
  const args = [
    "ts",
    "-reply",
    "-config",
    "openssl.cnf",
    "-section",
    section,
    "-queryfile",
    "query",
  ];
  return new Promise((resolve, reject) => {
    const child: ChildProcess = execFile(
      "openssl",
      args,
      { cwd: folder, encoding: "buffer" },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stdin?.end();
  });
}

function misreply(answer: Buffer, manner: Manner): Buffer {
  if (manner === "garbage") return Buffer.from("<html>Welcome to the hotel Wi-Fi</html>");
  if (manner === "truncated") return answer.subarray(0, -100);
  if (manner !== "forged signature") return answer;
  answer[answer.length - 1]! ^= 1; // the signature comes last
  return answer;
}
