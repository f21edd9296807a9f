// A page that its reader leaves at once and comes back to, in both browsers: the next page is looked at as ever, and so is
// this one. Firefox keeps such a page as it is, but not what it was waiting for.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowserFor } from "./browser.js";
import { type Eyes, eyes, stateOf } from "./eyes.js";
import { files } from "./finding-files.js";
import { openStage, type Stage } from "./stage.js";

/** The page is left so long after it has loaded, each time a little later: its script is at something else. Milliseconds. */
const DELAYS = [0, 3, 6, 9, 12, 15, 18, 21, 25, 30, 40, 60];

describe.each(["chrome", "firefox"] as const)("a page that is left at once in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let see: Eyes;
  beforeAll(async () => {
    if (!path) return;
    const signed = (await files()).get("signed.jpg")?.content as Uint8Array;
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        site.put("/signed.jpg", { mediaType: "image/jpeg", content: signed });
        see = await eyes(browser);
      },
    });
    await see.choose({ language: "ja" }); // each page asks the background for its words, too
  });
  afterAll(() => stage?.close());

  it.skipIf(!path)("doesn't hold up the next one, and is marked when one comes back", async () => {
    for (const [round, delay] of DELAYS.entries()) await leaveAndComeBack(round, delay);
  });

  async function leaveAndComeBack(round: number, delay: number): Promise<void> {
    const { site, tab } = stage;
    const [here, next] = [`/here-${round}`, `/next-${round}`];
    const leave = `onload = () => {
      if (sessionStorage.left === "${here}") return;
      sessionStorage.left = "${here}";
      setTimeout(() => location.assign("${next}"), ${delay});
    }`;
    for (const [page, script] of [[here, leave] as const, [next, ""] as const]) {
      const content = `<!doctype html><img src=/signed.jpg?${page} width=200 height=150><script>${script}</script>`;
      site.put(page, { mediaType: "text/html", content });
    }
    const arrival = async (page: string) => {
      const at = () => tab.evaluate<string>("location.pathname").catch(() => ""); // on the way there is no page
      await expect.poll(at, { timeout: 5000 }).toBe(page);
    };
    await tab.goto(site.url + here).catch(() => undefined); // it is left before the driver sees it
    for (const page of [next, here]) {
      await arrival(page);
      const items = await see.list(site.url + page);
      expect([delay, page, ...items.map(stateOf)]).toEqual([delay, page, "Valid"]);
      expect(await see.badge(site.url + page, "1")).toBe("1");
      if (page === next) await tab.evaluate("history.back()").catch(() => undefined);
    }
  }
});
