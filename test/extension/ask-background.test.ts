// A background that is just going to sleep, or waking up, is asked again.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { askBackground as Ask } from "../../extension/ask-background.js";

const NOBODY = "Could not establish connection. Receiving end does not exist.";
const QUESTION = { to: "background", ask: "settings" } as const;

let asked = 0;
let missed = 0;
let id: string | undefined = "colophon";
let askBackground: typeof Ask;
let page: EventTarget;

beforeEach(async () => {
  [asked, missed, id] = [0, 0, "colophon"];
  const runtime = {
    get id() {
      return id;
    },
    sendMessage: async () => {
      if (++asked <= missed) throw new Error(NOBODY);
      return "an answer";
    },
  };
  vi.stubGlobal("browser", { runtime });
  page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.resetModules();
  ({ askBackground } = await import("../../extension/ask-background.js"));
});
afterEach(() => vi.unstubAllGlobals());

test("who answers is asked once", async () => {
  expect(await askBackground(QUESTION)).toBe("an answer");
  expect(asked).toBe(1);
});

test("where nobody was there, the question is asked again", async () => {
  missed = 2;
  expect(await askBackground(QUESTION)).toBe("an answer");
  expect(asked).toBe(3);
});

test("where nobody comes, the browser's own words are told", async () => {
  missed = 9;
  await expect(askBackground(QUESTION)).rejects.toThrow(NOBODY);
  expect(asked).toBe(3);
});

test("an extension that has gone is not waited for", async () => {
  [missed, id] = [9, undefined];
  await expect(askBackground(QUESTION)).rejects.toThrow(NOBODY);
  expect(asked).toBe(1);
});

test("what is asked while the page is put away is asked again when it comes back", async () => {
  let lost = true;
  vi.stubGlobal("browser", {
    runtime: {
      id,
      sendMessage: () => {
        asked++;
        return lost ? new Promise(() => undefined) : Promise.resolve("late");
      },
    },
  });
  vi.resetModules();
  ({ askBackground } = await import("../../extension/ask-background.js"));
  const answer = askBackground(QUESTION);
  const shown = (persisted: boolean) =>
    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  shown(false); // the page's first time
  expect(asked).toBe(1);
  lost = false;
  shown(true);
  expect(await answer).toBe("late");
  await new Promise(setImmediate);
  shown(true);
  expect(asked).toBe(2);
});
