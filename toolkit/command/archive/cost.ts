// colophon archive cost: what publishing would cost. Asks the service for prices, and sends no record.
import { Outbox } from "../../publish/outbox.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, openArchive } from "./kept.js";
import { outgoing, priceLine } from "./outgoing.js";
import { publisherOf, SERVICE_OPTIONS } from "./publisher-of.js";

/** @throws ColophonError USAGE, GATEWAY_FAILED, RECORD_NOT_FOUND and those of publisherOf */
export async function cost(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    ...SERVICE_OPTIONS,
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const archive = await openArchive(io, values.archive);
  const { publisher } = await publisherOf(values, archive.folder, io);
  const printer = printerFor(io, { json: values.json });
  const outbox = new Outbox(archive.folder, publisher.service);
  const { items, damaged } = await outgoing(archive, outbox, positionals, printer, io);
  if (items.length > 0) printer.price(priceLine(publisher, items, await publisher.quote(items)));
  else if (damaged === 0) printer.note(`there is nothing to publish to ${publisher.service}`);
  return damaged === 0 ? EXIT.done : items.length === 0 ? EXIT.failed : EXIT.partly;
}
