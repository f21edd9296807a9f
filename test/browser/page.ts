// A page that asks the built read side, in whichever browser: the same few lines, and every answer in one go.
import { fileURLToPath } from "node:url";
import type { Question } from "./answer.js";
import { bundled, READ_SIDE, readSideBundle } from "./read-side-bundle.js";
import { type Assets, type Served, serve } from "./serve.js";

const PAGE = `<!doctype html><title>read side</title><script type="module">
import * as readSide from "/${READ_SIDE}";
import { answer } from "/answer.js";
globalThis.answers = async (questions) => {
  const all = [];
  for (const question of questions) all.push(await answer(readSide, question));
  return all;
};
globalThis.withoutEd25519 = () => {
  const { importKey } = crypto.subtle;
  crypto.subtle.importKey = function (form, key, algorithm, ...rest) {
    if (algorithm === "Ed25519") return Promise.reject(new DOMException("none", "NotSupportedError"));
    return importKey.call(this, form, key, algorithm, ...rest);
  };
};
</script>`;

/** What the page offers to evaluate(). */
export interface World {
  answers(questions: readonly Question[]): Promise<string[]>;
  /** Makes the platform one without Ed25519. */
  withoutEd25519(): void;
}

/** The page and the built read side at `/`. */
export async function servePage(): Promise<Served> {
  const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const [readSide, answers] = await Promise.all([
    readSideBundle(),
    bundled({ input: script("answer.ts") }),
  ]);
  const assets: Assets = new Map([["/", ["text/html", PAGE]]]);
  for (const [name, code] of [...readSide, ...answers])
    assets.set(`/${name}`, ["text/javascript", code]);
  return serve(assets);
}
