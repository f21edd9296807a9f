// The options of `colophon sign` that are about texts. Batches share them: see sign-options.ts for what that means.

import { ColophonError } from "../../src/index.js";
import type { TextEmbedding } from "../../src/sign/index.js";
import type { TextChoices } from "../sign/job.js";
import { isLanguageTag, isTextKind, isWebAddress } from "../sign/text-words.js";

const EMBEDDINGS: readonly TextEmbedding[] = ["wrapper", "structured", "script", "sidecar"];

/** Those of the options that say so. */
interface TextValues {
  readonly sidecar?: boolean;
  readonly embed?: string;
  readonly type?: string;
  readonly language?: string;
  readonly "canonical-url"?: string;
  readonly "archive-text"?: boolean;
}

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
    throw new ColophonError("USAGE", `--embed takes one of: ${EMBEDDINGS.join(", ")}`);
  if (values.sidecar && embedding !== undefined && embedding !== "sidecar")
    throw new ColophonError("USAGE", `--sidecar and --embed ${embedding} do not go together`);
  if (type !== undefined && !isTextKind(type))
    throw new ColophonError(
      "USAGE",
      "--type takes a kind of text, such as text/plain, text/markdown or text/html",
    );
  if (canonicalUrl !== undefined && !isWebAddress(canonicalUrl))
    throw new ColophonError(
      "USAGE",
      "--canonical-url takes an address that begins with http:// or https://",
    );
  if (language !== undefined && !isLanguageTag(language))
    throw new ColophonError("USAGE", "--language takes a language tag, such as en or pt-BR");
  const choices: TextChoices = {
    ...(type !== undefined && { type }),
    ...(embedding !== undefined && embedding !== "sidecar" && { embedding }),
    ...(canonicalUrl !== undefined && { canonicalUrl: new URL(canonicalUrl).href }),
    ...(language !== undefined && { language }),
    ...(archiveText && { archiveText }),
  };
  return Object.keys(choices).length > 0 ? choices : undefined;
}
