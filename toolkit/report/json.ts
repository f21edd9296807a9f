// The printer for programs: one object of line.ts a line on stdout, and nothing else there. Errors also go to
// stderr in words.

import { errorText } from "./error-text.js";
import { hintOf } from "./hints.js";
import { inertJson } from "./inert-json.js";
import type { Line } from "./line.js";
import type { Printer, PrinterOptions } from "./printer.js";

/** A printer for `--json`. */
export function jsonPrinter(options: PrinterOptions): Printer {
  const print = (line: Line) => {
    options.progress?.clear();
    options.stdout.write(`${inertJson(line)}\n`);
  };
  return {
    verdict: (path, verdict) => print({ type: "verdict", path, ...verdict }),
    signed: (signed) => print({ type: "signed", ...signed }),
    record: (record) => print({ type: "record", ...record }),
    delivery: (delivery) => print({ type: "delivery", ...delivery }),
    status: (status) => print({ type: "status", ...status }),
    price: (price) => print({ type: "price", ...price }),
    balance: (balance) => print({ type: "balance", ...balance }),
    identity: (identity) => print({ type: "identity", ...identity }),
    rule: (rule) => print({ type: "rule", ...rule }),
    trustList: (list) => print({ type: "trust-list", ...list }),
    written: (file) => print({ type: "written", ...file }),
    store: (store) => print({ type: "store", ...store }),
    error: (path, error) => {
      const { code, message } = error;
      const where = path === undefined ? {} : { path };
      print({ type: "error", code, message, hint: hintOf(error), ...where });
      options.stderr.write(errorText(path, error, options.verbose));
    },
    note: (text) => print({ type: "note", text }),
    progress: (progress) => print({ type: "progress", ...progress }),
    planned: (planned) => print({ type: "planned", ...planned }),
    end: (end) => print({ type: "end", ...end }),
  };
}
