// What a signer may say about a file. Everything is optional; nothing is claimed that was not said.

/** Where the content comes from: words for IPTC and C2PA digital source types. */
export type Source =
  | "camera"
  | "computational-camera"
  | "screen"
  | "scan"
  | "drawn"
  | "human-edited"
  | "composite"
  | "algorithmic";

/** What is known of content that AI made. */
export interface Generated {
  /** Name of the model or system, for example "picture-1". */
  readonly model?: string;
  readonly modelVersion?: string;
  /** Who runs it. */
  readonly provider?: string;
  /** The prompt's bytes. Recorded as a SHA-256 unless `includePrompt` is set. */
  readonly prompt?: Uint8Array;
  readonly includePrompt?: boolean;
  readonly oversight?: "fully_autonomous" | "prompt_guided" | "human_validated";
}

/** Whether it may train AI, as `cawg.training-mining` says it. */
export type TrainingUse = "allowed" | "notAllowed" | "constrained";

/** What goes into the manifest. */
export interface Statement {
  readonly title?: string;
  readonly creator?: string;
  readonly rights?: string;
  readonly source?: Source;
  readonly generated?: Generated;
  readonly training?: TrainingUse;
  /** A c2pa-rs manifest definition, for experts: its assertions stand, ours are added where it has none. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

const IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/** What may be said of who watched over an AI, and of training. */
export const OVERSIGHT = ["fully_autonomous", "prompt_guided", "human_validated"] as const;
export const TRAINING = ["allowed", "notAllowed", "constrained"] as const;

/** The digital source type of each word. */
export const SOURCE_TYPE: Readonly<Record<Source, string>> = {
  camera: `${IPTC}digitalCapture`,
  "computational-camera": `${IPTC}computationalCapture`,
  screen: `${IPTC}screenCapture`,
  scan: `${IPTC}print`,
  drawn: `${IPTC}digitalCreation`,
  "human-edited": `${IPTC}humanEdits`,
  composite: `${IPTC}composite`,
  algorithmic: `${IPTC}algorithmicMedia`,
};

/** The words themselves. */
export const SOURCES = Object.keys(SOURCE_TYPE) as Source[];

export const GENERATED = `${IPTC}trainedAlgorithmicMedia`;
export const EDITED_WITH_AI = `${IPTC}compositeWithTrainedAlgorithmicMedia`;
export const HUMAN_EDITS = SOURCE_TYPE["human-edited"];
