// What the reader has selected, as blocks of text: on the page, in a shadow root, in a field.
import type { Passage } from "../../src/examine/index.js";
import type { Shown } from "./finder.js";
import { flowOf, runsIn } from "./text-finder.js";
import { excerptOf, inJson, passage } from "./text-passage.js";
import { type Step, walk } from "./text-walk.js";

/** Selected words. */
interface Selected {
  readonly passage: Passage;
  /** The words in one piece. */
  readonly text: string;
  /** What holds them, to be pointed at. */
  readonly element?: Element;
}

let count = 0;

/** What is selected now, as something to be checked; undefined where nothing is. */
export function selectedText(): { shown: Shown; element: Element | undefined } | undefined {
  const found = inField(document) ?? inRanges(rangesOf(document));
  if (!found || found.text.trim() === "") return undefined;
  const blob = inJson(found.passage);
  const shown = {
    kind: "text",
    url: `selection:${++count}`,
    excerpt: excerptOf(found.text),
    words: () => blob,
    chosen: true,
  } as const;
  return { shown, element: found.element };
}

function inField(root: Document | ShadowRoot): Selected | undefined {
  const { activeElement: field } = root;
  if (field?.shadowRoot) return inField(field.shadowRoot);
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
    return undefined;
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from === null || to === null || from === to) return undefined;
  const text = value.slice(from, to);
  const [run] = runsIn(text);
  const markup = ["<pre", `"${run?.before ?? text}`, "/"];
  return { passage: { markup, skipped: 0, run: run?.run ?? "" }, text, element: field };
}

function inRanges(ranges: readonly Range[]): Selected | undefined {
  const [first] = ranges;
  if (!first) return undefined;
  const steps: Step[] = ranges.flatMap((range) => [
    { is: "begin", name: "div" } as const, // cells of a table, in Firefox
    ...walk(range.commonAncestorContainer, range),
    { is: "end" } as const,
  ]);
  const { text } = flowOf(steps);
  const { commonAncestorContainer: holder } = first;
  const element = holder instanceof Element ? holder : holder.parentElement;
  return {
    passage: passage(steps, runsIn(text)[0]?.run),
    text,
    ...(element && { element }),
  };
}

/** The browser tells of a selection inside of a shadow root only when it is asked about that root. */
function rangesOf(page: Document): Range[] {
  const selection = page.getSelection();
  if (!selection) return [];
  const count = selection.rangeCount;
  const ranges = Array.from({ length: count }, (_, i) => selection.getRangeAt(i));
  const plain = ranges.filter(({ collapsed }) => !collapsed);
  if (plain.length > 0 || !("getComposedRanges" in selection)) return plain;
  return selection.getComposedRanges({ shadowRoots: [...rootsBelow(page)] }).flatMap((one) => {
    const range = page.createRange();
    range.setStart(one.startContainer, one.startOffset);
    range.setEnd(one.endContainer, one.endOffset);
    return range.collapsed ? [] : [range];
  });
}

function* rootsBelow(root: Document | ShadowRoot): Generator<ShadowRoot> {
  for (const { shadowRoot } of root.querySelectorAll("*"))
    if (shadowRoot) {
      yield shadowRoot;
      yield* rootsBelow(shadowRoot);
    }
}
