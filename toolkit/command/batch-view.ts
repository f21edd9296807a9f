// What is seen of a batch while it runs: a bar on a terminal, a line every few seconds in a log, JSON lines for programs.
import { ColophonError } from "../../src/index.js";
import type { BatchNews } from "../batch/sign-batch.js";
import type { Done } from "../batch/task.js";
import type { ProgressLine, SignedLine } from "../report/line.js";
import type { Of, Printer } from "../report/printer.js";
import type { Progress } from "../report/progress.js";
import { rateWords } from "../report/text-result.js";

const EVERY_MS = 10_000;

export interface ViewOptions {
  readonly printer: Printer;
  readonly progress: Progress;
  /** True where a bar is drawn. */
  readonly isTerminal: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly signer: { readonly name: string; readonly organisation?: string };
  readonly timeStamped: boolean;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** What is said of a file that was signed. */
export function signedLine(
  input: string,
  done: Done,
  { name, organisation }: ViewOptions["signer"],
  timeStamped: boolean,
): Of<SignedLine> {
  const { output, mediaType, manifest, at, overheadBytes, sidecar, record, textRecord } = done;
  return {
    input,
    output: sidecar ? input : output,
    mediaType,
    manifest,
    signer: name,
    ...(organisation !== undefined && { organisation }),
    at,
    overheadBytes,
    ...(timeStamped && { timeStamped }),
    ...(record !== undefined && { record }),
    ...(textRecord !== undefined && { textRecord }),
    ...(done.composed && { composed: true }),
    ...(sidecar && { sidecar: output }),
  };
}

export class BatchView {
  readonly #options: ViewOptions;
  readonly #from: number;
  #spokenAt: number;
  #signed = 0;
  #failed = 0;
  #kept = 0;
  #total = 0;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#from = options.clock();
    this.#spokenAt = this.#from;
  }

  /** Seconds since it began. */
  get seconds(): number {
    return (this.#options.clock() - this.#from) / 1000;
  }

  show(news: BatchNews): void {
    if (news.type === "planned") {
      this.#kept = news.kept;
      this.#total = news.toSign + news.kept + news.refused;
    } else if (news.type === "failed") {
      const { code, message, hint } = news.fault;
      this.#failed++;
      this.#options.printer.error(
        news.input,
        new ColophonError(code, message, hint === undefined ? {} : { hint }),
      );
    } else if (news.type === "signed") this.#signedFile(news);
    this.#speak(news.type === "signed" ? news.name : "");
  }

  #signedFile({ entry }: Extract<BatchNews, { type: "signed" }>): void {
    const { printer, json, verbose, signer, timeStamped } = this.#options;
    this.#signed++;
    if (!json && !verbose) return;
    printer.signed(signedLine(entry.input, entry, signer, timeStamped));
  }

  #speak(label: string): void {
    const { printer, progress, isTerminal, clock } = this.#options;
    const line = this.#line();
    if (isTerminal)
      progress.update(line.done + line.failed, line.total, `${rateWords(line)}  ${label}`);
    if ((isTerminal && !this.#options.json) || clock() - this.#spokenAt < EVERY_MS) return;
    this.#spokenAt = clock();
    printer.progress(line);
  }

  #line(): Of<ProgressLine> {
    const done = this.#signed + this.#kept;
    const rest = this.#total - done - this.#failed;
    const perSecond = this.#signed / Math.max(this.seconds, 0.001);
    return {
      done,
      failed: this.#failed,
      total: this.#total,
      perSecond: Math.round(perSecond * 10) / 10,
      ...(perSecond > 0 && { secondsLeft: Math.round((rest / perSecond) * 10) / 10 }),
    };
  }
}
