// A file that somebody writes to while it is signed is tried a second time, and told when that is no better.
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { signTask } from "../../../toolkit/batch/sign-task.js";
import type { Done } from "../../../toolkit/batch/task.js";
import { createIdentity, verify } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import type { SignMeans } from "../../../toolkit/sign/job.js";
import { temporaryFolder } from "../../fake/io.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const folder = temporaryFolder();
const staging = join(folder, "unfinished");
const setting = {
  what: { statement: {} },
  sidecar: false,
  staging,
  receipts: false,
  recordLater: false,
};
let picture: Uint8Array;
let means: SignMeans;
beforeAll(async () => {
  mkdirSync(staging);
  picture = (await mediaFixtures()).find(({ name }) => name === "jpeg-baseline")!.bytes;
  const identity = await createIdentity({ name: "Ada Reyes" });
  means = {
    engine: await hostEngine(),
    identity,
    signer: await claimSigner(identity.signer),
    now: () => new Date(),
    uuid: randomUUID,
  };
});

/** Signs while somebody adds a byte each time that the engine is asked, as often as said. */
async function whileWritten(name: string, times: number) {
  const [input, output] = [join(folder, name), join(folder, `signed-${name}`)];
  writeFileSync(input, picture);
  let left = times;
  const engine: SignMeans["engine"] = {
    ...means.engine,
    sign(...what) {
      if (left-- > 0) appendFileSync(input, "\0");
      return means.engine.sign(...what);
    },
  };
  const task = { number: 0, input, output, size: picture.length, replace: false };
  return { output, outcome: await signTask(task, setting, { ...means, engine }) };
}

describe("a source that changes while it is read", () => {
  it("is tried once more", async () => {
    const { outcome, output } = await whileWritten("once.jpg", 1);
    expect(outcome).toMatchObject({
      done: {
        output,
        source: { size: picture.length + 1 },
        target: { size: statSync(output).size },
      },
    });
    expect((await verify(output)).state).toBe("Valid");
  });

  it("is told when it changes again, and nothing is left of it", async () => {
    const { outcome, output } = await whileWritten("always.jpg", 1000);
    expect(outcome).toMatchObject({
      fault: {
        code: "FILE_CHANGED",
        message: expect.stringContaining("was changed while it was read"),
      },
    });
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(staging)).toEqual([]);
  });
});

describe("whoever wants to hear of a file before it gets its name", () => {
  it("hears what will be there, to the time of its last change", async () => {
    for (const [name, bytes] of [
      ["told.jpg", picture],
      ["told.txt", Buffer.from("The lake is back.\n")],
      ["told.json", Buffer.from('{"lake": "is back"}')],
    ] as const) {
      const [input, output] = [join(folder, name), join(folder, `signed-${name}`)];
      writeFileSync(input, bytes);
      const heard: Done[] = [];
      const task = { number: 0, input, output, size: bytes.length, replace: false };
      const outcome = await signTask(task, setting, means, {
        announce: async (done) => {
          expect(existsSync(done.output)).toBe(false);
          heard.push(done);
        },
      });
      expect(outcome).toEqual({ number: 0, done: heard[0] });
      const { size, mtimeMs } = statSync(heard[0]!.output);
      expect(heard[0]!.target).toEqual({ size, modified: mtimeMs });
    }
  });

  it("can keep it from getting its name", async () => {
    const [input, output] = [join(folder, "kept.jpg"), join(folder, "signed-kept.jpg")];
    writeFileSync(input, picture);
    const task = { number: 0, input, output, size: picture.length, replace: false };
    const outcome = await signTask(task, setting, means, {
      announce: async () => {
        throw new ColophonError("CANCELLED", "somebody else has it");
      },
    });
    expect(outcome).toMatchObject({ fault: { code: "CANCELLED" } });
    expect([existsSync(output), readdirSync(staging)]).toEqual([false, []]);
  });
});
