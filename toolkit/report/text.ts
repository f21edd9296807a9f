// The printer for people: results on stdout, notes and errors on stderr, in words and in at most 80 columns.
import { errorText } from "./error-text.js";
import { type Field, fieldLines } from "./field.js";
import { inertJson } from "./inert-json.js";
import { wrap } from "./layout.js";
import { plain } from "./plain.js";
import type { Printer, PrinterOptions } from "./printer.js";
import { sizeWords } from "./quantity.js";
import { columnsOn, paintFor, type Screen } from "./screen.js";
import { briefText } from "./text-brief.js";
import { balanceFields, deliveryWords, priceFields, statusFields } from "./text-publishing.js";
import {
  endWords,
  identityFields,
  progressWords,
  recordFields,
  ruleFields,
  signedFields,
  trustFields,
  WHY,
} from "./text-result.js";
import { verdictText } from "./text-verdict.js";

/** A printer for people. */
export function textPrinter(options: PrinterOptions): Printer {
  const { stdout, stderr, env, verbose = false, brief = false } = options;
  const columns = columnsOn(stdout);
  const paint = paintFor(stdout, env);
  let blocks = 0;
  const write = (screen: Screen, text: string) => {
    options.progress?.clear();
    screen.write(`${text}\n`);
  };
  /** A result of several lines, set apart from the one before it. */
  const block = (text: string) => write(stdout, `${blocks++ > 0 ? "\n" : ""}${text}`);
  const fields = (heading: string, values: readonly Field[]) =>
    block([paint.strong(plain(heading)), ...fieldLines(values, columns)].join("\n"));
  return {
    verdict: (path, verdict) =>
      brief
        ? write(stdout, briefText(path, verdict, { columns, paint }))
        : block(verdictText(path, verdict, { columns, verbose, paint })),
    signed: (signed) => fields(signed.sidecar ?? signed.output, signedFields(signed, verbose)),
    record: (record) => fields(record.id, recordFields(record)),
    delivery: (delivery) => write(stdout, wrap(plain(deliveryWords(delivery)), columns).join("\n")),
    status: (status) => fields(status.id, statusFields(status)),
    price: (price) => fields(price.service, priceFields(price)),
    balance: (balance) => fields(balance.service, balanceFields(balance)),
    identity: (identity) => fields(identity.name, identityFields(identity)),
    rule: (rule) => write(stdout, fieldLines(ruleFields(rule), columns).join("\n")),
    trustList: (list) => fields(list.name, trustFields(list)),
    written: ({ path, what, bytes }) =>
      write(stdout, `wrote ${plain(path)} (${what}, ${sizeWords(bytes)})`),
    store: ({ store }) => write(stdout, inertJson(store, 2)),
    error: (path, error) => {
      options.progress?.clear();
      stderr.write(errorText(path, error, verbose));
    },
    note: (text) => write(stderr, wrap(plain(text), columns).join("\n")),
    progress: (progress) => write(stderr, progressWords(progress)),
    planned: ({ input, output, why }) =>
      write(stdout, `${plain(input)} -> ${plain(output)} (${WHY[why]})`),
    end: (end) => (brief ? write(stdout, endWords(end)) : block(endWords(end))),
  };
}
