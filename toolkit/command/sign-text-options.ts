// The options of `colophon sign` that are about texts.

import { ColophonError } from "../../src/index.js";
import type { TextEmbedding } from "../../src/sign/index.js";
import type { TextChoices } from "../sign/job.js";

/** What the command line has about texts. */
interface TextValues {
  readonly type?: string;
  readonly embed?: string;
  readonly language?: string;
  readonly sidecar?: boolean;
  readonly "canonical-url"?: string;
  readonly "archive-text"?: boolean;
}

const EMBEDDINGS: readonly TextEmbedding[] = ["wrapper", "structured", "script", "sidecar"];
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** Whether the manifest is to go into a file of its own, whatever the file is. */
export function wantsSidecar({ sidecar, embed }: TextValues): boolean {
  return sidecar === true || embed === "sidecar";
}

/** @throws ColophonError USAGE */
export function textChoices(values: TextValues): TextChoices | undefined {
  const { type, embed, language } = values;
  const canonicalUrl = values["canonical-url"];
  const archiveText = values["archive-text"];
  const embedding = embed === undefined ? undefined : EMBEDDINGS.find((word) => word === embed);
  if (embed !== undefined && embedding === undefined)
    throw usage(`--embed takes one of: ${EMBEDDINGS.join(", ")}`);
  if (canonicalUrl !== undefined && !isAddress(canonicalUrl))
    throw usage("--canonical-url takes an address that begins with http:// or https://");
  if (language !== undefined && (language.length > 35 || !LANGUAGE.test(language)))
    throw usage("--language takes a language tag, such as en or pt-BR");
  const choices: TextChoices = {
    ...(type !== undefined && { type }),
    ...(embedding !== undefined && embedding !== "sidecar" && { embedding }),
    ...(canonicalUrl !== undefined && { canonicalUrl: new URL(canonicalUrl).href }),
    ...(language !== undefined && { language }),
    ...(archiveText && { archiveText }),
  };
  return Object.keys(choices).length > 0 ? choices : undefined;
}

function isAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && url.length <= 2048 && URL.canParse(url);
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon sign --help" });
}
