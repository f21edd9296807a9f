// Whoever signs and stamps, batches ask them through threads: a program in front of a key kept elsewhere, a time-stamping
// service, an archive that keeps a record of each file; and files that are streamed, one at a time.
import { truncateSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPem } from "../../../src/trust/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { verify } from "../../../toolkit/index.js";
import { externalIdentity } from "../../../toolkit/sign/external-identity.js";
import { openSignerCommand } from "../../../toolkit/sign/signer-command.js";
import { openNamedTimeStamper } from "../../../toolkit/sign/time-stamp.js";
import { hasOpenssl, startTimeStampAuthority } from "../../fake/time-stamp-authority.js";
import { makeLeaf, makeRoot } from "../../fixture/certificates.js";
import { wavHeader } from "../../fixture/media/index.js";
import { makeCatalogue, Place, THREAD } from "./catalogue.js";

const FILES = 4;
let place: Place;
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "catalogue", FILES);
});
afterAll(() => place.remove());

const threads = { program: THREAD, threads: 2 };
const now = () => new Date();

/** A signer in c2patool's protocol. */
async function program(manner: string) {
  const root = makeRoot();
  const leaf = makeLeaf(root, { kind: "P-256" });
  place.write("leaf.key", leaf.keys.privateKey.export({ format: "pem", type: "pkcs8" }) as string);
  place.write("leaf.pem", toPem([leaf.der]));
  const path = resolve("test/fake/signer-program.mjs");
  const command = `"${process.execPath}" "${path}" leaf.key leaf.pem es256 "${manner}"`;
  return {
    leaf,
    signer: await openSignerCommand(command, { cwd: place.folder, env: process.env }),
  };
}

describe("a batch whose signatures come from elsewhere", () => {
  it.skipIf(!hasOpenssl)("is time-stamped, each file by itself", async () => {
    const authority = await startTimeStampAuthority();
    try {
      const { url } = authority;
      const stamper = await openNamedTimeStamper({ url, now });
      const more = { ...threads, stamper, timeStampUrl: url };
      const told = await place.sign(["catalogue"], { out: "stamped" }, more);
      expect([told.signed, told.failed]).toEqual([FILES, []]);
      for (const name of place.files("stamped")) {
        const { state, when } = await verify(place.at(`stamped/${name}`));
        expect([state, when?.source]).toEqual(["Valid", "time-stamp"]);
      }
    } finally {
      authority.close();
    }
    const stamper = await startTimeStampAuthority().then(async (gone) => {
      const opened = await openNamedTimeStamper({ url: gone.url, now });
      gone.close();
      return opened;
    });
    const told = await place.sign(["catalogue"], { out: "unstamped" }, { ...threads, stamper });
    expect(new Set(told.failed.map(({ code }) => code))).toEqual(new Set(["TIMESTAMP_FAILED"]));
    expect([told.failed.length, place.files("unstamped")]).toEqual([FILES, []]);
  });

  it("is signed by a program, which is asked for each file; when it fails, each is told", async () => {
    const { signer } = await program("good");
    const identity = externalIdentity(signer);
    const told = await place.sign(["catalogue"], { out: "by-program" }, { ...threads, identity });
    expect([told.signed, told.failed]).toEqual([FILES, []]);
    for (const name of place.files("by-program"))
      expect((await verify(place.at(`by-program/${name}`))).signer?.algorithm).toBe("Es256");
    const broken = { ...threads, identity: externalIdentity((await program("nothing")).signer) };
    const failed = await place.sign(["catalogue"], { out: "broken" }, broken);
    expect([failed.failed.length, place.files("broken")]).toEqual([FILES, []]);
    expect(new Set(failed.failed.map(({ code }) => code))).toEqual(new Set(["SIGNER_FAILED"]));
  });

  it("leaves a record of each file in the archive, when that is asked for", async () => {
    const archive = await LocalArchive.open(place.at("records"));
    const more = { ...threads, archive, recordEach: true };
    const told = await place.sign(["catalogue"], { out: "each" }, more);
    expect(told.signed).toBe(FILES);
    for (const one of told.news)
      if (one.type === "signed") expect(one.entry.record).toMatch(/^[\w-]{43}$/);
    const [name = ""] = place.files("each");
    const { archive: found } = await verify(place.at(`catalogue/${name}`), {
      archive: place.at("records"),
    });
    expect(found).toMatchObject({ level: "authentic" });
    expect(told.news.filter(({ type }) => type === "recorded")).toHaveLength(1);
  });
});

describe("files that are too large for memory", () => {
  it("are streamed by threads, one after the other, between small ones", {
    timeout: 30_000,
  }, async () => {
    const length = 33 << 20;
    for (const i of [1, 2, 3]) {
      place.write(`large/${i}.wav`, wavHeader(length));
      truncateSync(place.at(`large/${i}.wav`), wavHeader(length).length + length);
      writeFileSync(place.at(`large/${i}.txt`), `Number ${i} is between them.\n`);
    }
    const told = await place.sign(["large"], { out: "large-out" }, threads);
    expect([told.signed, told.failed]).toEqual([6, []]);
    for (const name of place.files("large-out"))
      expect((await verify(place.at(`large-out/${name}`))).state).toBe("Valid");
  });
});
