// What lies in a closed shadow root of a page, read with the driver's privileges: no page can do this.
import type { CDPSession } from "playwright-core";
import type { Browser, Page } from "puppeteer-core";

/** The element that holds the marks of a page, as an expression. */
const HOST = `[...document.querySelectorAll("html > [popover], dialog > [popover]")].at(-1)`;

/** Runs `(root) => ...` with the root; undefined where there is no host. */
export async function insideChrome<T>(session: CDPSession, script: string): Promise<T | undefined> {
  const { result } = await session.send("Runtime.evaluate", { expression: HOST });
  if (!result.objectId) return undefined;
  const { node } = await session.send("DOM.describeNode", {
    objectId: result.objectId,
    depth: 1,
    pierce: true,
  });
  const [root] = node.shadowRoots ?? [];
  if (!root) return undefined;
  const { object } = await session.send("DOM.resolveNode", { backendNodeId: root.backendNodeId });
  const answer = await session.send("Runtime.callFunctionOn", {
    functionDeclaration: `function () { return (${script})(this); }`,
    objectId: object.objectId ?? "",
    returnByValue: true,
    awaitPromise: true,
  });
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description);
  return answer.result.value as T;
}

interface BiDi {
  send(method: string, parameters: unknown): Promise<{ result: Answer }>;
}

interface Answer {
  readonly type: string;
  readonly exceptionDetails?: { readonly text: string };
  readonly result: {
    readonly value?: string & { readonly shadowRoot?: { readonly sharedId: string } };
  };
}

/** The same in Firefox, over WebDriver BiDi. */
export async function insideFirefox<T>(
  browser: Browser,
  page: Page,
  script: string,
): Promise<T | undefined> {
  const { connection } = browser as unknown as { readonly connection: BiDi };
  const target = { context: (page.mainFrame() as unknown as { readonly _id: string })._id };
  const host = await connection.send("script.evaluate", {
    expression: HOST,
    target,
    awaitPromise: false,
    serializationOptions: { includeShadowTree: "all", maxDomDepth: 1 },
  });
  const root = host.result.result.value?.shadowRoot;
  if (!root) return undefined;
  const { result } = await connection.send("script.callFunction", {
    functionDeclaration: `async (root) => JSON.stringify(await (${script})(root) ?? null)`,
    arguments: [{ sharedId: root.sharedId }],
    target,
    awaitPromise: true,
  });
  if (result.exceptionDetails) throw new Error(result.exceptionDetails.text);
  return JSON.parse(result.result.value ?? "null") as T;
}
