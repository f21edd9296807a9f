// The lines of a session that begin with %: files and places that a session needs, made as they are needed.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerFor, memorySource, toPem } from "../../src/index.js";
import { saveIdentity } from "../../toolkit/identity/save.js";
import { createIdentity } from "../../toolkit/index.js";
import { startGateway } from "../fake/gateway.js";
import { mediaFixtures } from "../fixture/media/index.js";
import type { Place } from "./place.js";

/** When the clock of sessions stands still: see fixed-clock.js. */
const STOPPED = new Date("2026-03-04T12:33:20Z");

type Verb = (args: readonly string[], at: (name: string) => string, place: Place) => unknown;

const VERBS: Readonly<Record<string, Verb>> = {
  /** A fixture of test/fixture/media: `fixture NAME FILE`. */
  async fixture([name, file], at) {
    const found = (await mediaFixtures()).find((one) => one.name === name);
    if (!found) throw new Error(`there is no fixture ${name}`);
    writeFileSync(at(file!), found.bytes);
  },
  write: ([file, ...text], at) => writeFileSync(at(file!), text.join(" ")),
  /** Bytes that are no text: `bytes FILE HEX`. */
  bytes: ([file, hex], at) => writeFileSync(at(file!), Buffer.from(hex!, "hex")),
  /** Several files as one: `join FILE FILE... FILE`. */
  join: (files, at) =>
    writeFileSync(
      at(files.at(-1)!),
      Buffer.concat(files.slice(0, -1).map((file) => readFileSync(at(file)))),
    ),
  /** A signed text as a site leaves it that takes out the mark U+FEFF: `unmark FROM TO`. */
  unmark: ([from, to], at) =>
    writeFileSync(at(to!), readFileSync(at(from!), "utf8").replaceAll("\ufeff", "")),
  copy: ([from, to], at) => copyFileSync(at(from!), at(to!)),
  folder: ([name], at) => mkdirSync(at(name!), { recursive: true }),
  /** The first bytes of a file: `cut FROM BYTES TO`. */
  cut: ([from, bytes, to], at) =>
    writeFileSync(at(to!), readFileSync(at(from!)).subarray(0, Number(bytes))),
  /** One bit of the content changed: `flip FROM TO`. */
  flip([from, to], at) {
    const bytes = readFileSync(at(from!));
    bytes[bytes.length - 200]! ^= 1;
    writeFileSync(at(to!), bytes);
  },
  /** A JPEG without its credential: `strip FROM TO`. */
  async strip([from, to], at) {
    const bytes = readFileSync(at(from!));
    const layout = await containerFor("image/jpeg")!.open(memorySource(bytes), "image/jpeg");
    const [span] = layout.manifestSpans;
    const { start, length } = span!;
    writeFileSync(
      at(to!),
      Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]),
    );
  },
  /** A sound of silence, as long as is needed: `silence FILE MEGABYTES`. */
  silence([file, megabytes], at) {
    const size = Number(megabytes) * 1e6;
    const head = Buffer.alloc(44);
    head.write("RIFF    WAVEfmt ", "latin1");
    head.writeUInt32LE(36 + size, 4);
    [16, 1 | (1 << 16), 22_050, 44_100, 2 | (16 << 16)].forEach((field, i) => {
      head.writeUInt32LE(field, 16 + 4 * i);
    });
    head.write("data", 36, "latin1");
    head.writeUInt32LE(size, 40);
    writeFileSync(at(file!), head);
    truncateSync(at(file!), 44 + size);
  },
  /** An identity whose certificate had run out when the clock stopped. */
  async expired(_, at) {
    const now = new Date("2024-12-01T00:00:00Z");
    const made = await createIdentity({ name: "Bob Stone", days: 365, now });
    await saveIdentity(made, { env: { COLOPHON_HOME: at("home") }, passphrase: undefined });
  },
  /** What an authority would send: key.pem, chain.pem and root.pem. */
  async authority(_, at) {
    const desk = { name: "Photo Desk", organisation: "The Daily Record" };
    const made = await createIdentity({ ...desk, algorithm: "es256", now: STOPPED });
    writeFileSync(at("key.pem"), made.keys.claim.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(at("chain.pem"), toPem(made.signer.chain));
    writeFileSync(at("root.pem"), toPem([made.root]));
  },
  /** A program in c2patool's protocol: `node signer.mjs KEY CHAIN ALGORITHM`. It names no time-stamp service. */
  signer(_, at) {
    const program = readFileSync(new URL("../fake/signer-program.mjs", import.meta.url), "utf8");
    writeFileSync(at("signer.mjs"), program.replace(/^ *tsa_url:.*$/m, ""));
  },
  /** A gateway on this computer; GATEWAY is its address in what follows. */
  async gateway(_, __, place) {
    const gateway = await startGateway();
    place.cleanup.push(() => void gateway.stop());
    place.names.set("GATEWAY", gateway.url);
  },
  /** What waits in the gateway becomes a block. */
  async mine(_, __, place) {
    await fetch(`${place.names.get("GATEWAY")}/mine`, { method: "POST" });
  },
  /** A disk with hardly any room: `small FOLDER BYTES`. */
  small: ([name, bytes], at, place) => mount(at(name!), `size=${bytes}`, place),
  /** A disk that can't be written to: `readonly FOLDER`. */
  readonly: ([name], at, place) => mount(at(name!), "ro", place),
};

export async function setStage(
  [verb = "", ...args]: readonly string[],
  place: Place,
): Promise<void> {
  const run = VERBS[verb];
  if (!run) throw new Error(`sessions have no line "% ${verb}"`);
  await run(args, (name) => join(place.folder, name), place);
}

function mount(path: string, options: string, place: Place): void {
  mkdirSync(path);
  if (!mounted(path, options)) throw new Error(`could not mount ${path}`);
  place.cleanup.push(() => spawnSync("umount", ["-l", path]));
}

function mounted(path: string, options: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]).status === 0;
}

/** Whether full and write-protected disks can be had here. */
export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), "mount-"));
  const can = mounted(path, "size=64k");
  if (can) spawnSync("umount", ["-l", path]);
  rmdirSync(path);
  return can;
}
