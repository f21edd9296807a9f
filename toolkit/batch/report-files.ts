// What is left behind for people and programs to read about a batch: report.json with everything, report.html with the
// failures first and a bounded number of pictures.
import { join } from "node:path";
import { writeAtomically, writeFileAtomically } from "../adapter/atomic-file.js";
import { makeThumbnail } from "../adapter/thumbnail.js";
import { type BatchPicture, batchPage } from "../report/batch-page.js";
import { inertJson } from "../report/inert-json.js";
import { VERSION } from "../version.js";
import { shownAddress } from "./address.js";
import type { Journal } from "./journal.js";
import type { Recorded } from "./record.js";
import { type Batch, type BatchPlace, batchFolder } from "./run.js";

const PICTURES = 24;
const PICTURES_AT_ONCE = 4;
/** Of the files that pictures are made of, together: large ones take their time. */
const PICTURE_SOURCES = 32 << 20;
const LISTED = 2000;
const PICTURE = { longEdge: 160, quality: 60 } as const;
const LINES_AT_ONCE = 1000;

export interface ReportFacts extends BatchPlace {
  readonly signer: string;
  /** When the run began and ended. */
  readonly from: Date;
  readonly to: Date;
  readonly records: readonly Recorded[];
}

/** A report that was written. */
export interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
export async function writeReports(batch: Batch, facts: ReportFacts): Promise<readonly Written[]> {
  const folder = batchFolder(facts);
  const json = join(folder, "report.json");
  const bytes = await writeJson(json, batch, facts);
  const page = join(folder, "report.html");
  const html = await pageOf(batch, facts);
  await writeFileAtomically(page, html, { replace: true });
  return [
    { path: json, bytes, mediaType: "application/json" },
    { path: page, bytes: Buffer.byteLength(html), mediaType: "text/html" },
  ];
}

/** Piece by piece: a report of a million files is not held in memory a second time. */
async function writeJson(path: string, batch: Batch, facts: ReportFacts): Promise<number> {
  const { journal, triage, failed, signed, left, stopped } = batch;
  const head = {
    form: "colophon-batch-report-1",
    tool: VERSION,
    out: shownAddress(facts.out),
    signer: facts.signer,
    from: facts.from.toISOString(),
    to: facts.to.toISOString(),
    signed: signed.length,
    kept: triage.kept.length,
    failed: failed.length,
    left,
    ...(stopped && { stopped }),
    records: facts.records,
    failures: failed.map(({ input, fault }) => ({ input, ...fault })),
  };
  return writeAtomically(
    path,
    async (handle) => {
      let bytes = 0;
      const add = async (text: string) => {
        await handle.writeFile(text);
        bytes += Buffer.byteLength(text);
      };
      await add(`${inertJson(head).slice(0, -1)},"files":[\n`);
      let lines: string[] = [];
      let first = true;
      for (const [
        name,
        { options: _, source: __, target: ___, receipt: ____, ...entry },
      ] of journal.done) {
        lines.push(`${first ? "" : ",\n"}${inertJson({ name, ...entry })}`);
        first = false;
        if (lines.length >= LINES_AT_ONCE) await add(lines.splice(0).join(""));
      }
      lines.push("\n]}\n");
      await add(lines.join(""));
      lines = [];
      return bytes;
    },
    { replace: true },
  );
}

async function pageOf(batch: Batch, facts: ReportFacts): Promise<string> {
  const { journal, failed, signed, triage, left, stopped } = batch;
  const names = signed.length > 0 ? signed : triage.kept;
  const pictures = await picturesOf(names, journal);
  return batchPage({
    out: shownAddress(facts.out),
    signer: facts.signer,
    from: facts.from.toISOString(),
    to: facts.to.toISOString(),
    version: VERSION,
    counts: { signed: signed.length, kept: triage.kept.length, failed: failed.length, left },
    ...(stopped && { stopped: stopped.message }),
    records: facts.records.map(({ id }) => id),
    failures: failed.slice(0, LISTED).map(({ input, fault }) => ({ input, ...fault })),
    signed: signed.slice(0, LISTED).map((name) => ({
      name,
      mediaType: journal.done.get(name)?.mediaType ?? "",
      manifest: journal.done.get(name)?.manifest ?? "",
    })),
    pictures,
  });
}

/** Some of the pictures among these names, from all over the list. */
async function picturesOf(names: readonly string[], { done }: Journal): Promise<BatchPicture[]> {
  const shown = names.flatMap((name) => {
    const entry = done.get(name);
    if (!entry?.mediaType.startsWith("image/")) return [];
    const { sidecar, input, output, source } = entry;
    return [{ name, path: sidecar ? input : output, size: source.size }];
  });
  const step = Math.max(1, Math.floor(shown.length / PICTURES));
  let left = PICTURE_SOURCES;
  const some = shown
    .filter((_, i) => i % step === 0)
    .slice(0, PICTURES)
    .filter(({ size }) => {
      left -= size;
      return left >= 0;
    });
  const pictures: BatchPicture[] = [];
  for (let at = 0; at < some.length; at += PICTURES_AT_ONCE) {
    const made = some.slice(at, at + PICTURES_AT_ONCE).map(async ({ name, path }) => {
      const picture = await makeThumbnail(path, PICTURE).catch(() => undefined);
      return picture ? [{ name, picture }] : [];
    });
    pictures.push(...(await Promise.all(made)).flat());
  }
  return pictures;
}
