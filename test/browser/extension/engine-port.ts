// The engine's port, asked from a page of the extension: requests as they are, answers as JSON.
import type { Checked, CheckRequest, Result } from "../../../extension/messages.js";
import type { Extended, Tab } from "./browser.js";

type Blobless = { readonly from: "page" | "file"; readonly at: string; readonly name: string };
type Source = Blobless | Extract<CheckRequest["source"], { from: "address" }>;

/** A request; a blob is named by an address of a test's own site, from which the page gets it. */
export type Question = Omit<CheckRequest, "number" | "source"> & { readonly source: Source };

export interface EnginePort {
  /** Asks them all at once; answers in the order of the questions. */
  ask(...questions: readonly Question[]): Promise<Result<Omit<Checked, "pictures">>[]>;
  /** As `ask`, for one; and how long it took in the page, in milliseconds. */
  timed(...questions: readonly Question[]): Promise<number>;
  readonly tab: Tab;
}

const SCRIPT = `(() => {
  const api = globalThis.browser ?? globalThis.chrome;
  let port, number = 1;
  const waiting = new Map();
  const open = async () => {
    await api.runtime.sendMessage({ to: "background", ask: "engine" });
    const opened = api.runtime.connect({ name: "check" });
    opened.onMessage.addListener(({ number, result }) => { waiting.get(number)?.done(result); waiting.delete(number); });
    opened.onDisconnect.addListener(() => {
      port = undefined;
      for (const [n, one] of waiting) void one.send();
    });
    return opened;
  };
  const check = (request) => new Promise((done) => {
    const mine = number++;
    const send = async () => { port ??= open(); (await port).postMessage({ number: mine, ...request }); };
    waiting.set(mine, { done, send });
    void send();
  });
  setInterval(() => { if (waiting.size > 0) void api.runtime.sendMessage({ to: "background", ask: "engine" }); }, 1000);
  globalThis.askEngine = (questions) => Promise.all(questions.map(async ({ source, ...rest }) => {
    const known = "at" in source
      ? { from: source.from, name: source.name, blob: await (await fetch(source.at, { cache: "no-store" })).blob() }
      : source;
    const result = await check({ source: known, ...rest });
    if (result.ok) delete result.value.pictures;
    return result;
  }));
})()`;

/** Opens a page of the extension that asks its engine. */
export async function enginePort(browser: Extended): Promise<EnginePort> {
  const tab = await browser.own("options.html");
  await tab.evaluate(SCRIPT);
  const run = async (questions: readonly Question[]) =>
    JSON.parse(
      await tab.evaluate<string>(
        `(async () => { const began = performance.now(); const answers = await askEngine(${JSON.stringify(questions)}); return JSON.stringify({ answers, took: performance.now() - began }); })()`,
      ),
    ) as { answers: Result<Omit<Checked, "pictures">>[]; took: number };
  return {
    ask: async (...questions) => (await run(questions)).answers,
    timed: async (...questions) => (await run(questions)).took,
    tab,
  };
}
