// What a page says, in the order of its markup: its text and where elements begin and end. Text of the DOM, never
// innerText, which has gone through `text-transform`. What programs read (scripts, styles), what the reader writes
// (fields, an editor with the focus), and what isn't drawn is no text of the page.

/** Text of a node, or where an element begins or ends. */
export type Step =
  | { readonly is: "text"; readonly node: Text; readonly from: number; readonly text: string }
  | { readonly is: "begin"; readonly name: string }
  | { readonly is: "end" };

/** What is no text of the page, whatever it holds. Frames and shadow roots are walked for themselves. */
const NO_TEXT = /^(script|style|textarea|select|iframe|object|video|audio|canvas|noscript)$/;

const END = { is: "end" } as const;

/** Everything below `root`, and `root` itself. Without recursion: a hostile page may be deep. */
export function* walk(root: Node, range?: Range): Generator<Step> {
  let node: Node = root;
  for (;;) {
    const isIn = isTaken(node, range);
    if (isIn && node instanceof Text) yield* textOf(node, range);
    if (isIn && node instanceof Element) yield { is: "begin", name: node.localName };
    const child = isIn ? node.firstChild : null;
    if (child) {
      node = child;
      continue;
    }
    if (isIn && node instanceof Element) yield END;
    while (node !== root && !node.nextSibling) {
      node = node.parentNode ?? root;
      if (node instanceof Element) yield END;
    }
    if (node === root) return;
    node = node.nextSibling ?? root;
  }
}

function isTaken(node: Node, range: Range | undefined): boolean {
  if (range && !range.intersectsNode(node)) return false;
  return !(node instanceof Element) || (!isLeftAlone(node) && isDrawn(node));
}

/** Whether the words below are not the page's: a program's, or the reader's own. */
function isLeftAlone(element: Element): boolean {
  if (NO_TEXT.test(element.localName)) return true;
  return element.hasAttribute("contenteditable") && isBeingWritten(element);
}

function isBeingWritten(editor: Element): boolean {
  const { activeElement } = editor.getRootNode() as Document | ShadowRoot;
  return (editor as HTMLElement).isContentEditable && editor.contains(activeElement);
}

/** A line break, and what has no box of its own but whose children have, count as drawn. */
function isDrawn(element: Element): boolean {
  return (
    element.localName === "br" ||
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ||
    getComputedStyle(element).display === "contents"
  );
}

/** Text whose blank lines are drawn is told as what it is, whatever element it stands in. */
function* textOf(node: Text, range: Range | undefined): Generator<Step> {
  const from = range?.startContainer === node ? range.startOffset : 0;
  const to = range?.endContainer === node ? range.endOffset : node.length;
  const text = node.data.slice(from, to);
  if (text === "") return;
  const isPre = BLANK_LINE.test(text) && keepsLines(node.parentElement);
  if (isPre) yield { is: "begin", name: "pre" };
  yield { is: "text", node, from, text };
  if (isPre) yield END;
}

const BLANK_LINE = /\n[^\S\n]*\n/;

function keepsLines(element: Element | null): boolean {
  return element !== null && /^(pre|break)/.test(getComputedStyle(element).whiteSpace);
}
