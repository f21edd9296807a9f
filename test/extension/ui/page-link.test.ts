// What the panel shows of a tab in which a frame never answers: the others.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a frame that is being left doesn't hold up the list", async () => {
  const item = { id: 1, kind: "image", url: "https://site.example/a.jpg" };
  vi.stubGlobal("browser", {
    runtime: { id: "colophon", sendMessage: async () => [0, 4, 9] },
    tabs: {
      sendMessage: async (_: number, __: unknown, { frameId }: { frameId: number }) => {
        if (frameId === 4) return new Promise(() => undefined);
        if (frameId === 9) throw new Error("no such frame");
        return [item];
      },
    },
  });
  const { foundIn } = await import("../../../extension/ui/page-link.js");
  const found = foundIn(7);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([...(await found)]).toEqual([[0, [item]]]);
});
