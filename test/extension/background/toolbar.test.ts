// The toolbar's count while a page of the tab never answers.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const stored = new Map<string, unknown>();
let toolbar: typeof import("../../../extension/background/toolbar.js");

beforeEach(async () => {
  stored.clear();
  const session = {
    get: async (key: string) => ({ [key]: stored.get(key) }),
    set: async (all: object) => {
      for (const [key, value] of Object.entries(all)) stored.set(key, value);
    },
  };
  const done = async () => undefined;
  vi.stubGlobal("browser", {
    storage: { session },
    tabs: { sendMessage: () => new Promise(() => undefined) },
    i18n: { getMessage: (key: string) => key },
    action: {
      setBadgeText: done,
      setBadgeBackgroundColor: done,
      setBadgeTextColor: done,
      setTitle: done,
    },
  });
  vi.resetModules();
  toolbar = await import("../../../extension/background/toolbar.js");
});
afterEach(() => vi.unstubAllGlobals());

test("a page that is being left, and never answers, holds up nothing", async () => {
  const found = { to: "background", tell: "found", marked: 2, invalid: false } as const;
  await toolbar.tellFound({ tab: { id: 7 } as never, frameId: 0 }, found);
  await toolbar.forgetGone(7);
  expect(await toolbar.framesIn(7)).toEqual([]);
  await toolbar.tellFound({ tab: { id: 7 } as never, frameId: 0 }, found);
  expect(await toolbar.markedFrames(7)).toEqual([0]);
});
