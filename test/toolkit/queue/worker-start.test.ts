// What keeps a worker, or a batch, from using a queue is said at its start in one sentence, and no password is ever in it.
import { writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batch } from "../../../toolkit/command/batch.js";
import { worker } from "../../../toolkit/command/worker.js";
import { saveIdentity } from "../../../toolkit/identity/save.js";
import { createIdentity } from "../../../toolkit/index.js";
import { queueAddress } from "../../../toolkit/queue/address.js";
import { batchName } from "../../../toolkit/queue/job.js";
import { putUp } from "../../../toolkit/queue/notice.js";
import { RedisLink, serverOf } from "../../../toolkit/queue/redis.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";
import { tlsCertificate } from "../../fake/tls-certificate.js";
import { findRedis, freePort, RedisServer } from "./redis-server.js";

const home = temporaryFolder();
const program = findRedis();
/** An address of this computer by which others would reach it. */
const elsewhere = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;
let redis: RedisServer;

beforeAll(async () => {
  const ada = await createIdentity({ name: "Ada Reyes" });
  await saveIdentity(ada, { env: { COLOPHON_HOME: home }, passphrase: "correct horse" });
  if (program !== undefined)
    redis = await RedisServer.start(program, undefined, "--requirepass", "hunter2");
});
afterAll(() => redis?.remove());

async function refused(args: readonly string[], answers: readonly string[] = []) {
  const io = fakeIo(home, { answers });
  const error: unknown = await worker.run(args, io).catch((cause: unknown) => cause);
  const { code, message, hint } = error as { code: string; message: string; hint: string };
  expect(`${message} ${hint} ${io.out()} ${io.err()}`).not.toContain("hunter");
  return { code, message, hint, asked: io.asked.length };
}

describe("a worker", () => {
  it("takes nothing for an address that isn't one, and repeats nothing of it", async () => {
    for (const text of [
      "localhost:6379",
      "http://a:hunter2@localhost",
      "redis://",
      "redis://localhost/x",
      "redis://localhost/?password=hunter2",
      "redis://a:%E0hunter2@localhost",
    ])
      expect(await refused(["--queue", text]), text).toMatchObject({ code: "USAGE" });
    expect(await refused([])).toMatchObject({ code: "USAGE" });
  });

  it("says that there is no Redis before it asks for a passphrase", async () => {
    expect(await refused(["--queue", "redis://u:hunter2@127.0.0.1:1"])).toMatchObject({
      code: "QUEUE_UNAVAILABLE",
      message: "there is no Redis at redis://127.0.0.1:1: nothing listens there",
      asked: 0,
    });
  });

  it("says that a folder isn't there", async () => {
    const args = ["--queue", "redis://127.0.0.1:1", "--files", "nowhere"];
    expect(await refused(args)).toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describe.skipIf(program === undefined)("a worker at a Redis", () => {
  const own = () => `redis://:hunter2@127.0.0.1:${redis.port}`;

  it("says that a password is wanted, or that it is another, and never that nobody is there", async () => {
    const refusals = [
      [redis.url, "wants a password"],
      [`redis://:hunter3@127.0.0.1:${redis.port}`, "refused the password or the user name"],
      [`redis://bo:hunter2@127.0.0.1:${redis.port}`, "refused the password or the user name"],
    ] as const;
    for (const [text, what] of refusals)
      expect(await refused(["--queue", text])).toMatchObject({
        code: "QUEUE_UNAVAILABLE",
        message: `the Redis at ${redis.url} ${what}`,
        hint: expect.stringContaining("COLOPHON_QUEUE_PASSWORD"),
      });
  });

  it("says that the user may not do it, and that there is no such database", async () => {
    const link = await RedisLink.open(queueAddress(redis.url, "hunter2"));
    await link.redis.call("ACL", "SETUSER", "bo", "on", ">hunter4", "~other:*", "+ping");
    await link.close();
    expect(await refused(["--queue", `redis://bo:hunter4@127.0.0.1:${redis.port}`])).toMatchObject({
      code: "QUEUE_UNAVAILABLE",
      message: `the Redis at ${redis.url} does not allow this user what a queue needs`,
    });
    expect(await refused(["--queue", `${own()}/999`])).toMatchObject({
      code: "QUEUE_UNAVAILABLE",
      message: `the Redis at ${redis.url}/999 has no database of that number`,
    });
  });

  it.each([
    ["has no memory left (OOM)", ["--maxmemory", "1"]],
    ["only copies another one (READONLY)", ["--replicaof", "127.0.0.1 1"]],
    ["is part of a cluster", ["--cluster-enabled", "yes"]],
  ])("says that it %s", async (what, options) => {
    const other = await RedisServer.start(program ?? "", undefined, ...options);
    try {
      expect(await refused(["--queue", other.url])).toMatchObject({
        code: "QUEUE_UNAVAILABLE",
        message: `the Redis at ${other.url} ${what}`,
        asked: 0,
      });
    } finally {
      await other.remove();
    }
  });

  it("says that nobody vouches for the certificate of an encrypted one, and what to do", async () => {
    const { cert, key } = await tlsCertificate("localhost");
    const folder = temporaryFolder();
    const files = { "--tls-cert-file": cert, "--tls-key-file": key, "--tls-ca-cert-file": cert };
    const options = Object.entries(files).flatMap(([option, pem]) => {
      const path = join(folder, `${option}.pem`);
      writeFileSync(path, pem, { mode: 0o600 });
      return [option, path];
    });
    const port = await freePort();
    const encrypted = await RedisServer.start(
      program ?? "",
      undefined,
      ...["--tls-port", `${port}`, "--tls-auth-clients", "no", ...options],
    );
    try {
      for (const host of ["localhost", "127.0.0.1"])
        expect(await refused(["--queue", `rediss://${host}:${port}`])).toMatchObject({
          code: "QUEUE_UNAVAILABLE",
          message: `the Redis at rediss://${host}:${port} was not spoken to: its certificate is from nobody that this computer trusts`,
          hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
        });
    } finally {
      await encrypted.remove();
    }
  });

  it.skipIf(elsewhere === undefined)(
    "says what it takes to be let in from another computer, where a Redis has no password",
    async () => {
      const open = await RedisServer.start(program ?? "", undefined, "--bind", "0.0.0.0");
      try {
        const url = `redis://${elsewhere}:${open.port}`;
        expect(await refused(["--queue", url])).toMatchObject({
          code: "QUEUE_UNAVAILABLE",
          message: `what listens at ${url} hangs up`,
          hint: expect.stringContaining("--requirepass"),
        });
      } finally {
        await open.remove();
      }
    },
  );

  it("asks for the passphrase at its start, and a wrong one ends it", async () => {
    expect(await refused(["--queue", own()], ["wrong", "wrong", "wrong"])).toMatchObject({
      code: "PASSPHRASE_WRONG",
      asked: 3,
    });
  });

  it("tells an identity that isn't the batch's, and a time-stamping service that it doesn't want", async () => {
    const link = await RedisLink.open(queueAddress(redis.url, "hunter2"));
    const server = serverOf(await link.redis.info("server"));
    const notice = { batch: batchName("/out"), certificate: "B".repeat(43), signer: "Bo Diaz" };
    await putUp(link, notice, server);
    await link.close();
    expect(await refused(["--queue", own()], ["correct horse"])).toMatchObject({
      code: "KEY_MISMATCH",
      message: `the batch at ${redis.url} is signed by another identity (Bo Diaz) than this worker's (Ada Reyes)`,
    });
  });
});

describe("a batch with a queue", () => {
  it("refuses up front what no queue can carry out", async () => {
    for (const option of [["--jobs", "2"], ["--record-each"]]) {
      const args = ["x", "--out", "out", "--queue", "redis://127.0.0.1:1", ...option];
      const io = fakeIo(home);
      await expect(batch.run(args, io)).rejects.toMatchObject({ code: "USAGE" });
      expect(io.asked).toEqual([]);
    }
  });
});
