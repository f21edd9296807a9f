// colophon archive publish: gives records to a service. What it costs and what becomes public is said first, and nothing is
// sent before somebody has agreed to that.
import { setTimeout as sleep } from "node:timers/promises";
import { ColophonError } from "../../../src/index.js";
import { amountOf, amountWords } from "../../publish/amount.js";
import { deliver } from "../../publish/deliver.js";
import { Outbox } from "../../publish/outbox.js";
import type { Quote } from "../../publish/publisher.js";
import { EXIT } from "../../report/exit-code.js";
import type { Printer } from "../../report/printer.js";
import { showProgress } from "../../report/progress.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, openArchive } from "./kept.js";
import { type Outgoing, outgoing, priceLine, soundRecord } from "./outgoing.js";
import { type Chosen, publisherOf, SERVICE_OPTIONS } from "./publisher-of.js";

/**
 * Exit code 0 when all were accepted, 3 when some were, 1 when none was.
 * @throws ColophonError USAGE, PAYMENT_NEEDED, GATEWAY_FAILED, RECORD_NOT_FOUND, CANCELLED and those of publisherOf
 */
export async function publish(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    ...SERVICE_OPTIONS,
    yes: { type: "boolean" },
    "max-cost": { type: "string" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const most = values["max-cost"];
  const limit = most === undefined ? undefined : amountOf(most, "--max-cost");
  const archive = await openArchive(io, values.archive);
  const chosen = await publisherOf(values, archive.folder, io);
  const { publisher } = chosen;
  const outbox = new Outbox(archive.folder, publisher.service);
  const progress = showProgress(io.stderr, () => performance.now());
  const printer = printerFor(io, { json: values.json, progress });
  const found = await outgoing(archive, outbox, positionals, printer, io);
  sayWhatIsLeft(found, publisher.service, printer);
  const { items, damaged } = found;
  if (items.length === 0) return damaged > 0 ? EXIT.failed : EXIT.done;

  const quote = await publisher.quote(items);
  printer.price(priceLine(publisher, items, quote));
  printer.note(PUBLIC[chosen.kind]);
  agreed(quote, { limit, yes: values.yes ?? false });

  let accepted = 0;
  let settled = 0;
  const stopped = await deliver(items, {
    publisher,
    outbox,
    load: (id) => soundRecord(archive, id),
    // A service may round the price of each record up by one of its smallest unit.
    limit: limit ?? quote.cost + BigInt(items.length),
    signal: io.signal,
    now: io.now,
    random: Math.random,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    onResult: ({ id, bytes }, { next: _, ...state }) => {
      if (state.status === "accepted") accepted++;
      printer.delivery({ id, service: publisher.service, bytes, ...state });
      progress.update(++settled, items.length, publisher.service);
    },
  }).finally(() => progress.clear());
  if (stopped) printer.error(undefined, stopped);
  const failed = items.length - accepted + damaged;
  const exitCode = failed === 0 ? EXIT.done : accepted === 0 ? EXIT.failed : EXIT.partly;
  if (items.length + damaged > 1) printer.end({ done: accepted, failed, exitCode });
  return exitCode;
}

/** What becomes public, for each kind of service. */
const PUBLIC: Readonly<Record<Chosen["kind"], string>> = (() => {
  const content =
    "for everybody to read: each record with all of its manifest (names, titles, times, thumbnails, what a file was made " +
    "from), the hashes of the files, and that these records have one owner; never the files themselves";
  const arweave = `what becomes public, ${content}. Nobody can take it back or change it.`;
  return {
    turbo: arweave,
    "turbo-sdk": arweave,
    arweave,
    ipfs: `what becomes public once a node has the CAR files, ${content}. What others have copied can't be taken back.`,
    local: "nothing leaves for a service: the records are copied into the other archive",
  };
})();

function sayWhatIsLeft(found: Outgoing, service: string, printer: Printer): void {
  const { items, accepted, refused, damaged } = found;
  if (refused > 0)
    printer.note(`${refused} that ${service} refused before stay where they are, unless named`);
  if (items.length > 0 || damaged > 0) return;
  printer.note(
    accepted + refused === 0
      ? "the archive is empty: there is nothing to publish"
      : `nothing to publish: ${service} has accepted ${accepted} of ${accepted + refused} records`,
  );
}

/** @throws ColophonError PAYMENT_NEEDED over the limit; USAGE when nobody has agreed to a price */
function agreed(
  { cost, unit }: Quote,
  { limit, yes }: { limit: bigint | undefined; yes: boolean },
): void {
  if (unit === "none") return;
  if (limit !== undefined && cost > limit) {
    const price = `${amountWords(cost)} ${unit}`;
    throw new ColophonError(
      "PAYMENT_NEEDED",
      `the price of ${price} is over your limit of ${amountWords(limit)} ${unit}`,
      { hint: "nothing was sent; publish fewer records at a time, or raise --max-cost" },
    );
  }
  if (limit !== undefined || yes) return;
  throw new ColophonError("USAGE", "nothing was sent: say that you agree to the price above", {
    hint: `send them at this price with --yes, or up to a limit with --max-cost ${amountWords(cost)}`,
  });
}
