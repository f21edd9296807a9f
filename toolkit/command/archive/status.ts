// colophon archive status: how far records have come, by what the outbox knows and, where gateways are named, what they can prove.
import type { Gateway } from "../../../src/archive/index.js";
import { ColophonError } from "../../../src/index.js";
import { gatewaysOf } from "../../adapter/gateways.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { statesOf } from "../../publish/outbox.js";
import { EXIT } from "../../report/exit-code.js";
import type { StatusLine } from "../../report/line.js";
import type { Of } from "../../report/printer.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, kept, openArchive } from "./kept.js";
import { recordsNamed } from "./named.js";
import { listings, proven } from "./seen.js";

/**
 * Exit code 0; 3 when a record is damaged or a gateway gave no usable answer, 1 when all are or none did.
 * @throws ColophonError USAGE, URL_REFUSED, RECORD_NOT_FOUND, FILE_*, ARCHIVE_UNAVAILABLE
 */
export async function status(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    gateway: { type: "strings" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const archive = await openArchive(io, values.archive);
  const ids =
    positionals.length > 0
      ? await recordsNamed(archive, positionals, io)
      : (await archive.list()).map(({ id }) => id);
  const printer = printerFor(io, { json: values.json });
  const gateways = gatewaysOf(values.gateway ?? [], io);
  const failed = new Set<Gateway>();
  const listed = await listings(ids, gateways, (gateway, error) => {
    failed.add(gateway);
    printer.error(gateway.url, error);
  });
  let damaged = 0;
  for (const id of ids) {
    io.signal.throwIfAborted();
    try {
      const { line, bytes } = await kept(archive, id);
      const title = line.title === undefined ? {} : { title: line.title };
      const listedBy = listed.get(id) ?? [];
      const far = listedBy.length > 0 && { listedBy, ...(await proven({ id, bytes }, gateways)) };
      printer.status({ ...(await known(archive, id)), ...far, ...title });
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      printer.error(id, error);
      damaged++;
    }
  }
  if (ids.length === 0) printer.note(`the archive in ${archive.folder} is empty`);
  if (damaged + failed.size === 0) return EXIT.done;
  const none = damaged === ids.length || (failed.size > 0 && failed.size === gateways.length);
  return none ? EXIT.failed : EXIT.partly;
}

/** What the outbox knows: the furthest that a record has come with any service. */
async function known(archive: LocalArchive, id: string): Promise<Of<StatusLine>> {
  const states = await statesOf(archive.folder, id);
  const of = (status: StatusLine["status"]) =>
    states.filter(({ state }) => state.status === status);
  const services = of("accepted").map(({ service }) => service);
  const [why] = [...of("queued"), ...of("refused")];
  if (services.length > 0) return { id, status: "accepted", services };
  const reason = why?.state.reason;
  return {
    id,
    status: why?.state.status === "refused" ? "refused" : "queued",
    services,
    ...(reason !== undefined && { reason: `${why?.service}: ${reason}` }),
  };
}
