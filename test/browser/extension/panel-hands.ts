// Hands and eyes for the panel's tests: functions that run in a page of the extension, which finds things by their words,
// as people do.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Tab } from "./browser.js";

const HANDS = `
  globalThis.api = globalThis.browser ?? globalThis.chrome;
  globalThis.until = async (look, what = String(look)) => {
    for (let tries = 0; tries < 400; tries++) {
      const found = await look();
      if (found) return found;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error("never: " + what + " in " + document.body.innerText);
  };
  globalThis.button = (name) => until(() => [...document.querySelectorAll("button, summary")]
    .find((one) => (one.getAttribute("aria-label") ?? one.textContent).includes(name)), name);
  globalThis.press = async (name) => (await button(name)).click();
  globalThis.says = (words) => until(() => document.body.innerText.includes(words), words);
  globalThis.drop = async (base64, name, type) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    const place = await until(() => document.querySelector(".drop"));
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    await until(() => document.querySelector("article h2")?.textContent.includes(name.slice(0, 4)));
    await until(() => document.querySelector("article .big"));
  };
  globalThis.fact = (term) => [...document.querySelectorAll("article dl.facts > div")]
    .find((one) => one.querySelector("dt").textContent === term)?.querySelector("dd").innerText;
  undefined;
`;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds fault with, each with its first place. */
export async function faults({ tab, run }: Panel): Promise<string[]> {
  await tab.evaluate(AXE);
  return run(
    "return (await axe.run()).violations.map(({ id, nodes }) => id + ': ' + nodes[0].html)",
  );
}

/** Controls that can be seen; of a group of radio buttons, one. */
const CONTROLS = `[...document.querySelectorAll("button, a[href], input, select, summary")].filter((one) =>
  one.checkVisibility() && !one.disabled && !(one.type === "radio" && !one.checked))`;

/** Those that the Tab key doesn't lead to from the first one on. Never past the last: Firefox would take the focus. */
export async function unreached({ tab, run }: Panel): Promise<string[]> {
  const all = await run<number>(
    `globalThis.left = new Set(${CONTROLS}); const [first] = left; first.focus();
     if (first.tabIndex === 0) left.delete(document.activeElement); return left.size`,
  );
  for (let presses = 0; presses < all; presses++) {
    await tab.press("Tab");
    await run("left.delete(document.activeElement)");
  }
  return run("return [...left].map((one) => one.outerHTML.slice(0, 80))");
}

/** What the tests do in a page of the extension. */
export interface Panel {
  readonly tab: Tab;
  /** Runs as an async function's body, with the hands above. */
  run<T = void>(script: string): Promise<T>;
  drop(bytes: Uint8Array, name: string, type?: string): Promise<void>;
  /** A click of the driver's, which a browser takes for the reader's own. */
  click(name: string): Promise<void>;
}

export async function withHands(tab: Tab): Promise<Panel> {
  const run = async <T>(script: string): Promise<T> => {
    await tab.evaluate(HANDS);
    return tab.evaluate<T>(`(async () => { ${script} })()`);
  };
  return {
    tab,
    run,
    click: async (name) => {
      await run(`const one = await button(${JSON.stringify(name)});
        document.querySelector("[data-click]")?.removeAttribute("data-click");
        one.scrollIntoView({ block: "center" });
        one.dataset.click = ""`);
      await tab.click("[data-click]");
    },
    drop: (bytes, name, type = "image/jpeg") =>
      run(
        `await drop("${Buffer.from(bytes).toString("base64")}", ${JSON.stringify(name)}, "${type}")`,
      ),
  };
}

/** An anchor as the settings keep it. */
export function anchor(pem: string) {
  const sha256 = createHash("sha256").update(pem).digest("hex");
  return {
    name: "Anchors of this test",
    use: "signers",
    pem,
    source: "test",
    sha256,
    at: "2026-01-01T00:00:00.000Z",
    anchors: 1,
  };
}
