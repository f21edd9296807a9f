// Where publishing is tested: a home with three records, and a service of Turbo's kind.
import { join } from "node:path";
import { sha256, utf8 } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { archive } from "../../../toolkit/command/archive.js";
import { archivedItem } from "../../fake/archived-item.js";
import { type Asked, startService, turboAnswers } from "../../fake/flaky-service.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";

/** The second record is about it. */
export const FILE = utf8("a file that was signed");
export const items = [
  await archivedItem(1),
  await archivedItem(2, { signedHash: await sha256(FILE) }),
  await archivedItem(3),
] as const;

/** A home with three records, and a service of Turbo's kind. */
export async function place(options: Parameters<typeof turboAnswers>[0] = {}) {
  const home = temporaryFolder();
  const kept = await LocalArchive.open(join(home, "archive"));
  for (const { bytes } of items) await kept.put(bytes);
  const turbo = turboAnswers(options);
  const service = await startService(turbo.answer);
  const run = async (...args: string[]) => {
    const io = fakeIo(home);
    const turboArgs = ["--to", "turbo", "--turbo-url", service.url, "--json"];
    const exit = await archive.run([args[0] ?? "", ...turboArgs, ...args.slice(1)], io);
    return { exit, io, of: (type: string) => io.lines().filter((line) => line["type"] === type) };
  };
  const failing = (...args: string[]) => run(...args).catch((error) => error);
  const plain = async (...args: string[]) => {
    const io = fakeIo(home);
    return { exit: await archive.run(args, io), io };
  };
  return { home, service, turbo, run, failing, plain };
}

export const uploads = (asked: readonly Asked[]) => asked.filter(({ method }) => method === "POST");
