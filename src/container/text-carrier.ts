// Which of the three ways of carrying a manifest a text uses. Each kind of text has a usual one, which is looked for first and
// written; a text that carries its manifest in another way is read, and signed again, in that way.
import { commentStyle, isPage, isStructured } from "./comment-style.js";
import type { Container, Layout } from "./container.js";
import { html } from "./html.js";
import { structuredText } from "./structured-text.js";
import { textWrapper } from "./text-wrapper.js";

/** Invisibly (C2PA 2.4 §A.8), in a comment (§A.9), or in the head of a page (§A.7). */
export type TextCarrier = "wrapper" | "structured" | "html";

const CARRIERS: Readonly<Record<TextCarrier, Container>> = {
  wrapper: textWrapper,
  structured: structuredText,
  html,
};

/** The container of a kind of text. @param carrier only this way, whatever the text has */
export function textContainer(mediaType: string, carrier?: TextCarrier): Container {
  if (carrier !== undefined) return CARRIERS[carrier];
  const [usual, other] = carriersOf(mediaType).map((name) => CARRIERS[name]);
  return {
    mediaTypes: [mediaType],
    open: async (source, type) => {
      const layout = await usual!.open(source, type);
      if (hasCredential(layout)) return layout;
      const second = await other!.open(source, type);
      if (hasCredential(second)) return second;
      return { ...layout, faults: [...(layout.faults ?? []), ...(second.faults ?? [])] };
    },
  };
}

/** Whether a manifest that is written into such a text in this way is found again, and leaves it the kind of text it was. */
export function takesCarrier(mediaType: string, carrier: TextCarrier): boolean {
  if (carrier === "structured" && !commentStyle(mediaType)) return false;
  if (carrier === "wrapper" && isData(mediaType)) return false;
  return carriersOf(mediaType).includes(carrier);
}

/** An invisible wrapper inside a page belongs to a passage of it, not to the page: its hash could never match. */
function carriersOf(mediaType: string): readonly [TextCarrier, TextCarrier] {
  if (isPage(mediaType)) return ["html", "structured"];
  const inComments = isData(mediaType) || isStructured(mediaType);
  return inComments ? ["structured", "wrapper"] : ["wrapper", "structured"];
}

/** Where an invisible character is an error. */
function isData(mediaType: string): boolean {
  return !mediaType.startsWith("text/");
}

function hasCredential({ manifestSpans, remote, faults = [] }: Layout): boolean {
  return (
    manifestSpans.length > 0 ||
    remote !== undefined ||
    faults.some(({ kind }) => kind === "failure")
  );
}
