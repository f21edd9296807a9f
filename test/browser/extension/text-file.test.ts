// Text files in the panel, in both browsers, on a dark ground: whose words they are where the bytes are not what was
// signed, by what is left of their own credential and by what a real gateway has; in English and from right to left.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8, utf8Text } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { sign } from "../../../toolkit/index.js";
import { upload } from "../../toolkit/gateway/ask.js";
import { type Workshop, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { drawn } from "./drawn.js";
import { type LoggedGateway, loggedGateway } from "./gateway-log.js";
import { anchor, faults, type Panel, withHands } from "./panel-hands.js";

const WORDS = [
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places.",
  "The work begins in May and will take until the autumn, because the stones have to come by sea.",
  "The money comes from the county and from a fund that the town set up after the flood of 1953.",
];
const TEXT = `${WORDS.join("\n\n")}\n`;
const STATE = `document.querySelector("article .state").innerText`;

let shop: Workshop;
let gateway: LoggedGateway;
let signed = "";

beforeAll(async () => {
  shop = await workshop();
  gateway = await loggedGateway();
  const folder = join(shop.folder, "archive");
  const options = { identity: shop.identity, archive: folder, text: { archiveText: true } };
  const { output } = await sign(shop.put("wall.txt", TEXT), { ...options, source: "drawn" });
  signed = utf8Text(shop.read(output.slice(shop.folder.length + 1))) ?? "";
  const archive = await LocalArchive.open(folder);
  for (const { id } of await archive.list())
    await upload(gateway.own.url, { bytes: await archive.get(id) });
  await gateway.own.mine();
});
afterAll(() => gateway.close());

describe.each(["chrome", "firefox"] as const)("a text file in the panel in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let own: Panel;
  let panel: Panel;

  beforeAll(async () => {
    if (!path) return;
    gateway.log.length = 0;
    browser = await extended(kind, path, { dark: true });
    own = await withHands(await browser.own("options.html"));
    const settings = { lists: [anchor(shop.root)], gateways: [gateway.url], privateLookup: false };
    await own.run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    panel = await withHands(await browser.own("panel.html"));
    await panel.tab.resize(400, 1500);
  });
  afterAll(() => browser?.close());

  const dropped = async (text: string, name = "wall.txt") => {
    await panel.tab.front();
    await panel.drop(utf8(text), name, name.endsWith(".md") ? "text/markdown" : "text/plain");
  };
  const said = () => panel.run<string>(`return document.querySelector("article").innerText`);

  it.skipIf(!path)("has its words' signer where its lines were wrapped anew", async () => {
    await dropped(signed.replace("harbour wall, which", "harbour wall,\nwhich"));
    expect(await panel.run(`return ${STATE}`)).toBe("Invalid");
    expect(await said()).toContain(
      "Its words are those that were signed by The Daily Record, who is on a trust list in use; what is around them is not.",
    );
    const [by, when] = await panel.run<string[]>(`return [fact("Words by"), fact("Words signed")]`);
    expect(by).toMatch(/^The Daily Record \(Ada Reyes\)\s+vouched for by a trust list in use/);
    expect(when).toMatch(/UTC\s+by the signer's own clock/);
    expect(gateway.log).toEqual([]);
  });

  it.skipIf(!path)("has it where the marker of its credential was taken out", async () => {
    await dropped(signed.replace("\ufeff", ""));
    expect(await panel.run(`return ${STATE}`)).toBe("None");
    expect(await said()).toContain("the text carries what is left of some");
    expect(await panel.run(`return fact("Words by")`)).toMatch(/^The Daily Record/);
  });

  it.skipIf(!path)("has none where a word is another", async () => {
    await dropped(signed.replace("\ufeff", "").replace("May", "June"));
    expect(await panel.run(`return ${STATE}`)).toBe("None");
    expect(await panel.run(`return fact("Words by") ?? "nobody"`)).toBe("nobody");
    await dropped(signed.replace("May", "June"));
    expect(await panel.run(`return ${STATE}`)).toBe("Invalid");
    expect(await panel.run(`return fact("Words by") ?? "nobody"`)).toBe("nobody");
  });

  it.skipIf(!path)(
    "is found by its words after a click that says what is told of them",
    async () => {
      await dropped(TEXT.replaceAll(" ", "  "), "copied.md");
      expect(await panel.run(`return ${STATE}`)).toBe("None");
      await panel.run(`await says("a hash and fingerprints of its words")`);
      expect(gateway.log).toEqual([]);
      await panel.click("Look it up in the archive");
      await panel.run(`await until(() => ${STATE} === "Found in the archive")`);
      const words = await said();
      expect(words).toContain("The same words stand in a text signed by The Daily Record.");
      expect(words).toMatch(/Signed texts with these words\s+1\s+Exact/i);
      expect(words).toMatch(/3 of 3 paragraphs/);
    },
  );

  it.skipIf(!path)(
    "shows which words differ, in English and from right to left, without a fault",
    async () => {
      await dropped(TEXT.replace("begins in May", "begins in June"), "altered.txt");
      await panel.click("Look it up in the archive");
      await panel.run(`await until(() => document.querySelector(".differences"))`);
      const changes = await panel.run<string[]>(
        `return [...document.querySelectorAll(".differences :is(ins, del)")].map((one) => one.localName + " " + one.querySelector("bdi").textContent.trim())`,
      );
      expect(changes.sort()).toEqual(["del May", "ins June"]);
      expect(await faults(panel)).toEqual([]);
      await drawn(panel, `text-${kind}-dark`, { longest: 1600 });
      await own.run(`await api.storage.local.set({ language: "ar" })`);
      await panel.run(`await until(() => document.documentElement.dir === "rtl")`);
      expect(await faults(panel)).toEqual([]);
      const [level, wide, indent] = await panel.run<[string, number, number]>(`
        const term = document.querySelector(".signed-texts code");
        const { scrollWidth, clientWidth } = document.documentElement;
        const sentence = document.querySelector(".differences li");
        const words = document.createRange();
        words.selectNodeContents(sentence);
        const lines = [...words.getClientRects()].map(({ left }) => left);
        const indent = Math.min(...lines.slice(-1)) - sentence.getBoundingClientRect().left;
        return [term.lang + " " + term.innerText, scrollWidth - clientWidth, indent]`);
      expect(level).toBe("en in block");
      expect(wide).toBe(0);
      expect(indent).toBeLessThan(2); // a sentence in English begins where English does
      await drawn(panel, `text-${kind}-dark-rtl`, { longest: 1600 });
    },
  );
});
