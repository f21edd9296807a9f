// colophon worker: signs for batches that run elsewhere, for as long as the command runs.
import { availableParallelism } from "node:os";
import { ColophonError } from "../../src/index.js";
import { isAddress } from "../batch/address.js";
import { threadsOf } from "../batch/pool.js";
import type { WorkNews } from "../queue/work.js";
import { EXIT } from "../report/exit-code.js";
import type { Printer } from "../report/printer.js";
import { openNamedTimeStamper } from "../sign/time-stamp.js";
import { QUEUE_PASSWORD } from "./batch-queue.js";
import { signedLine } from "./batch-view.js";
import { at, type Command, parseOptions } from "./command.js";
import { printerFor } from "./printer.js";
import { signerOf } from "./sign-means.js";

const usage = `usage: colophon worker --queue URL [OPTIONS]

Signs for batches that run elsewhere: takes files out of the queue that
"colophon batch --queue URL" fills, for as long as it runs. Start as many as you
like, on any computer that sees the same files under the same paths.

  --queue URL              redis://HOST[:PORT], or rediss:// (encrypted); its
                           password is best kept in COLOPHON_QUEUE_PASSWORD
  --files DIR              where files and their signed copies are (may be
                           repeated), the folder you are in unless told: nothing
                           else is read for the queue, or written; also
                           s3://BUCKET/PREFIX/ and https://HOST/PATH/
  --concurrency N          threads; as many as there are processor cores
  --identity NAME          which of your identities signs: the batch's
  --signer-command CMD     a program that signs (c2patool's protocol)
  --tsa URL                the batch's time-stamping service
  --json                   one JSON object per file on stdout
  --verbose                more detail

Ctrl-C, or SIGTERM, ends it when what it has in hand is done; a second one ends
it at once, and others take over within seconds. Nothing is signed twice.
`;

export const WORKER_OPTIONS = {
  queue: { type: "string" },
  files: { type: "strings" },
  concurrency: { type: "string" },
  identity: { type: "string" },
  "signer-command": { type: "string" },
  tsa: { type: "string" },
  json: { type: "boolean" },
  verbose: { type: "boolean" },
} as const;

export const worker: Command = {
  name: "worker",
  summary: "sign for batches that run on other computers",
  usage,
  /**
   * Runs until it is told to stop, which is what it is for: exit code 0.
   * @throws ColophonError USAGE, QUEUE_UNAVAILABLE, KEY_MISMATCH, ENGINE_FAILED, FILE_NOT_FOUND and what opening an identity does
   */
  async run(args, io) {
    const { values, positionals } = parseOptions("worker", args, WORKER_OPTIONS);
    if (positionals.length > 0) throw misused(`worker takes no names: ${positionals.join(" ")}`);
    if (values.queue === undefined) throw misused("say where the work comes from: --queue URL");
    const { queueAddress } = await import("../queue/address.js"); // not for --help
    const address = queueAddress(values.queue, io.env[QUEUE_PASSWORD]);
    const threads = threadsOf(values.concurrency, "--concurrency") ?? availableParallelism();
    const printer = printerFor(io, { json: values.json, verbose: values.verbose });
    const { placesOf } = await import("../queue/permission.js");
    const named = (values.files ?? [io.cwd]).map((one) => (isAddress(one) ? one : at(io, one)));
    const places = await placesOf(named);
    const { RedisLink } = await import("../queue/redis.js");
    const { linkNotes } = await import("../queue/open.js");
    const link = await RedisLink.open(
      address,
      linkNotes(address, (text) => printer.note(text)),
      io.signal,
    );
    try {
      const { QueueWorker } = await import("../queue/work.js");
      const { misfit, ownerOf, termsOf } = await import("../queue/terms.js");
      const patient = { ...io, signal: new AbortController().signal }; // what is in hand is finished
      const identity = await signerOf(values, patient);
      const url = values.tsa ?? identity.signer.timeStampUrl;
      const terms = termsOf(identity, url);
      const refusal = await misfit(link, terms, identity.name);
      if (refusal) throw refusal;
      const owner = ownerOf(identity);
      const stamper =
        url === undefined ? undefined : await openNamedTimeStamper({ ...patient, url });
      const counts = { done: 0, failed: 0 };
      const hands = new QueueWorker({
        link,
        identity,
        terms,
        places,
        environment: io.env,
        threads,
        signal: io.signal,
        tell(news) {
          if ("done" in news) counts.done++;
          else counts.failed++;
          if (values.json || values.verbose) show(news, identity.name, url !== undefined, printer);
        },
        ...(owner !== undefined && { owner }),
        ...(stamper && { stamper }),
      });
      printer.note(
        `${identity.name} signs here for batches at ${link.shown}, with ${threads} ${threads === 1 ? "thread" : "threads"}; Ctrl-C ends it`,
      );
      const from = performance.now();
      await hands.run();
      const seconds = Math.round((performance.now() - from) / 100) / 10;
      printer.end({ ...counts, seconds, exitCode: EXIT.done });
    } finally {
      await link.close();
    }
    return EXIT.done;
  },
};

function show(news: WorkNews, name: string, timeStamped: boolean, printer: Printer): void {
  if ("done" in news) printer.signed(signedLine(news.input, news.done, { name }, timeStamped));
  else {
    const { code, message, hint } = news.fault;
    const error = new ColophonError(code, message, hint === undefined ? {} : { hint });
    printer.error(news.input, error);
  }
}

function misused(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon worker --help" });
}
