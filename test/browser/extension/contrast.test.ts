// The extension where the reader's system decides about colours, as in Windows' contrast themes.
import { describe, expect, it } from "vitest";
import { extended, findBrowserFor } from "./browser.js";
import { type Panel, withHands } from "./panel-hands.js";

/** Colours of the first element as it is drawn, and whether they are the system's. */
const DRAWN = `
  globalThis.system = (name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = name;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
`;
const drawn = <T>(page: Panel, script: string) => page.run<T>(DRAWN + script);

describe.each(["chrome", "firefox"] as const)("with the system's colours in %s", (kind) => {
  const path = findBrowserFor(kind);

  it.skipIf(!path)(
    "the panel shows marks as they are over pages, and every button has its colours",
    async () => {
      if (!path) return;
      const browser = await extended(kind, path, { forcedColors: true });
      try {
        const panel = await withHands(await browser.own("panel.html"));
        const [disc, symbol] = await drawn<string[]>(
          panel,
          `const mark = await until(() => document.querySelector(".marks li:first-child svg"));
         const said = [getComputedStyle(mark.querySelector("circle")).fill, getComputedStyle(mark).stroke];
         return said[0] === system("CanvasText") && said[1] === system("Canvas") ? ["dark", "light"] : said`,
        );
        expect([disc, symbol]).toEqual(["dark", "light"]);

        const options = await withHands(await browser.own("options.html"));
        expect(
          await drawn(
            options,
            `const { color, backgroundColor, borderTopColor } = getComputedStyle(await button("Download"));
           return [color === system("ButtonFace"), backgroundColor === system("ButtonText"), borderTopColor === system("ButtonText")]`,
          ),
        ).toEqual([true, true, true]);
      } finally {
        await browser.close();
      }
    },
  );
});
