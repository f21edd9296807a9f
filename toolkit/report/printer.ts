// The port through which commands speak. Two speakers: text.ts for people, json.ts for programs.
import type { ColophonError, Verdict } from "../../src/index.js";
import type {
  BalanceLine,
  DeliveryLine,
  EndLine,
  IdentityLine,
  Line,
  PlannedLine,
  PriceLine,
  ProgressLine,
  RecordLine,
  RuleLine,
  SignedLine,
  StatusLine,
  StoreLine,
  TrustListLine,
  WrittenLine,
} from "./line.js";
import type { Progress } from "./progress.js";
import type { Screen } from "./screen.js";

/** A line without its `type`, which the method's name gives. */
export type Of<T extends Line> = Omit<T, "type">;

export interface Printer {
  verdict(path: string, verdict: Verdict): void;
  signed(signed: Of<SignedLine>): void;
  record(record: Of<RecordLine>): void;
  delivery(delivery: Of<DeliveryLine>): void;
  status(status: Of<StatusLine>): void;
  price(price: Of<PriceLine>): void;
  balance(balance: Of<BalanceLine>): void;
  identity(identity: Of<IdentityLine>): void;
  rule(rule: Of<RuleLine>): void;
  trustList(list: Of<TrustListLine>): void;
  written(file: Of<WrittenLine>): void;
  store(store: Of<StoreLine>): void;
  /** `path` is the file that the error is about, where there is one. */
  error(path: string | undefined, error: ColophonError): void;
  note(text: string): void;
  progress(progress: Of<ProgressLine>): void;
  planned(planned: Of<PlannedLine>): void;
  /** Closes a run over several files; say nothing for a single one. */
  end(end: Of<EndLine>): void;
}

export interface PrinterOptions {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All findings, details, and the causes of errors. */
  readonly verbose?: boolean;
  /** One line for each verdict. */
  readonly brief?: boolean;
  /** Cleared before anything is printed, so that the two never share a line. */
  readonly progress?: Progress;
}
