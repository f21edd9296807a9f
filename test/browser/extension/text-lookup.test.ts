// Words without any credential, in both browsers, beside a real gateway: selected by the reader or on a page as a whole,
// found in a signed text, whole, quoted, altered, or shared by several signers; and what the gateway learns of it.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPem } from "../../../src/trust/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { createIdentity, type NewIdentity, sign } from "../../../toolkit/index.js";
import { upload } from "../../toolkit/gateway/ask.js";
import { type Workshop, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { drawn } from "./drawn.js";
import { type LoggedGateway, loggedGateway } from "./gateway-log.js";
import { marksOn } from "./marks-seen.js";
import { anchor, faults, type Panel, withHands } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";

const ARTICLE = [
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places. The work begins in May and will take until the autumn, because the stones have to come by sea.",
  "“We have waited long enough,” said the harbour master, and nobody on the quay disagreed with her. The fishermen will move their boats to the inner basin while the cranes stand on the mole.",
  "The money comes from the county and from a fund that the town set up after the flood of 1953. What remains is to be spent on the lighthouse, whose lamp was last renewed when the oldest of the pilots was a boy.",
];
const NOTICE =
  "All rights reserved. No part of this text may be copied or stored in any form without the written leave of the publisher, except for short quotations in a review of it.";

let shop: Workshop;
let otherRoot = "";
let gateway: LoggedGateway;

beforeAll(async () => {
  shop = await workshop();
  gateway = await loggedGateway();
  const folder = join(shop.folder, "archive");
  const put = async (name: string, text: string, identity: NewIdentity) => {
    const options = { identity, archive: folder, text: { archiveText: true } };
    await sign(shop.put(name, text), { ...options, source: "drawn" });
  };
  await put(
    "harbour.md",
    `# The harbour wall\n\n${[...ARTICLE, NOTICE].join("\n\n")}\n`,
    shop.identity,
  );
  const other = await createIdentity({ name: "Bo Lind", organisation: "The Evening Post" });
  await put(
    "market.md",
    `# The market\n\nFish was dear this week, and nobody bought any of it, because the boats had stayed in the basin since the storm. Bread cost what it has cost since the mill burned down, and the baker says that flour will come by rail before the month is over. Apples were to be had for little, for the orchards behind the hills have had a better year than anybody there can remember.\n\n${NOTICE}\n`,
    other,
  );
  otherRoot = toPem([other.root]);
  const archive = await LocalArchive.open(folder);
  for (const { id } of await archive.list())
    await upload(gateway.own.url, { bytes: await archive.get(id) });
  await gateway.own.mine();
});
afterAll(() => gateway.close());

describe.each(["chrome", "firefox"] as const)("words without a credential in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let tab: Tab;
  let own: Panel;
  let number: number;
  let pages = 0;

  beforeAll(async () => {
    if (!path) return;
    site = await openSite();
    site.put("/empty", { mediaType: "text/html", content: "<!doctype html>" });
    browser = await extended(kind, path);
    own = await withHands(await browser.own("options.html"));
    const settings = {
      lists: [anchor(shop.root + otherRoot)],
      gateways: [gateway.url],
      privateLookup: false,
    };
    await own.run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    tab = await browser.tab(`${site.url}/empty`);
    number = await own.run<number>(
      `return (await api.tabs.query({})).find(({ url }) => url === "${site.url}/empty").id`,
    );
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  const show = async (body: string) => {
    const page = `/words-${++pages}`;
    const content = `<!doctype html><meta charset=utf-8><title>News</title><style>p { text-transform: uppercase }</style>${body}`;
    site.put(page, { mediaType: "text/html", content });
    await tab.goto(site.url + page);
    await own.run(
      `await until(async () => (await api.tabs.sendMessage(${number}, { to: "content", ask: "list" }, { frameId: 0 }).catch(() => undefined)))`,
    );
  };
  /** Selects what a script says, and opens the panel as the menu's entry does. */
  const checked = async (select: string): Promise<Panel> => {
    await tab.front();
    await tab.evaluate(`${select}; undefined`);
    await own.run(`
      const item = await api.tabs.sendMessage(${number}, { to: "content", ask: "check-selection" }, { frameId: 0 });
      await api.runtime.sendMessage({ to: "background", tell: "show", tab: ${number}, frame: 0, item: item.id });`);
    const panel = await withHands(await browser.own(`panel.html?tab=${number}`));
    await panel.tab.resize(420, 1100);
    await panel.run(`await until(() => document.querySelector("article .big"))`);
    return panel;
  };
  /** The log is empty, and stays so by itself. */
  const quiet = async () => {
    do {
      gateway.log.length = 0;
      await new Promise((later) => setTimeout(later, 600));
    } while (gateway.log.length > 0);
  };
  const selectAll = (selector: string) =>
    `getSelection().selectAllChildren(document.querySelector("${selector}"))`;
  const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${line}</p>`).join("");
  const said = (panel: Panel) =>
    panel.run<string>(`return document.querySelector("article").innerText`);

  it.skipIf(!path)(
    "are a partial quote where a paragraph of a signed text is selected",
    async () => {
      await show(
        `<h1>Review</h1><blockquote>${paragraphs([ARTICLE[1] ?? ""])}</blockquote><p>My own words about it.</p>`,
      );
      const panel = await checked(selectAll("blockquote"));
      const words = await said(panel);
      expect(words).toMatch(/Found in the archive\s+Partial quote/);
      expect(words).toMatch(/The Daily Record[\s\S]*vouched for by a trust list in use/);
      expect(words).toContain("because the stones have to come by sea."); // what stands before it there
      await panel.tab.close();
    },
  );

  it.skipIf(!path)("are edited where the quote was altered, and the words are shown", async () => {
    const altered = `${ARTICLE[0]} ${ARTICLE[1]}`.replace("begins in May", "begins in June");
    await show(`<blockquote>${paragraphs([altered])}</blockquote>`);
    const panel = await checked(selectAll("blockquote"));
    expect(await said(panel)).toMatch(/Edited/);
    const changes = await panel.run<string[]>(
      `return [...document.querySelectorAll(".differences :is(ins, del)")].map((one) => one.localName + " " + one.querySelector("bdi").textContent.trim())`,
    );
    expect(changes).toEqual(expect.arrayContaining(["ins June", "del May"]));
    expect(await faults(panel)).toEqual([]);
    if (kind === "chrome") await drawn(panel, "panel-text", { width: 420, longest: 1100 });
    await own.run(`await api.storage.local.set({ language: "ar" })`);
    await panel.run(`await until(() => document.documentElement.dir === "rtl")`);
    expect(await faults(panel)).toEqual([]);
    await drawn(panel, `panel-text-rtl-${kind}`, { longest: 1800 });
    await own.run(`await api.storage.local.set({ language: "" })`);
    await panel.tab.close();
  });

  it.skipIf(!path)(
    "speak for nobody where several signers have them, and when they are few",
    async () => {
      await show(`<main>${paragraphs([NOTICE])}</main><em>voted to repair the harbour wall</em>`);
      const common = await checked(selectAll("main"));
      const words = await said(common);
      expect(words).toMatch(/Common phrase/);
      expect(words).not.toMatch(/Partial quote|Found in the archive/);
      await common.tab.close();
      const short = await checked(selectAll("em"));
      expect(await said(short)).toMatch(/Fewer than 15 words/);
      await short.tab.close();
    },
  );

  it.skipIf(!path)(
    "say nothing where no record has them, in a field and a shadow root, too",
    async () => {
      const other =
        "Nobody has ever signed this sentence, which is long enough to be looked up and stands in no record that any gateway knows of.";
      await show(`<textarea cols=60>${other}</textarea><div id=host></div>
      <script>host.attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(`<section>${paragraphs(ARTICLE)}</section>`)}</script>`);
      const none = await checked(
        `document.querySelector("textarea").focus(); document.querySelector("textarea").select()`,
      );
      expect(await said(none)).toContain("No record found. This says nothing about the text.");
      await none.tab.close();
      const inside =
        await checked(`document.querySelector("textarea").blur(); getSelection().removeAllRanges();
      const root = host.shadowRoot; (root.getSelection?.() ?? getSelection()).selectAllChildren(root.querySelector("section"))`);
      expect(await said(inside)).toMatch(/Partial quote/);
      await inside.tab.close();
    },
  );

  it.skipIf(!path)("tell a gateway 16 bits of one fingerprint when that is chosen", async () => {
    await own.run(`await api.storage.local.set({ privateLookup: true })`);
    await show(`<main>${paragraphs(ARTICLE)}</main>`);
    await quiet();
    const panel = await checked(selectAll("main"));
    expect(await said(panel)).toMatch(/Partial quote/);
    const asked = gateway.log.filter(({ body }) => /Colophon-Text-Print\\?"/.test(body));
    expect(asked).toEqual([]);
    expect(JSON.stringify(gateway.log)).not.toContain("harbour");
    await panel.tab.close();
    await own.run(`await api.storage.local.set({ privateLookup: false })`);
  });

  it.skipIf(!path)(
    "are found for a page as a whole after a click, with a mark at their first paragraph",
    async () => {
      await show(
        `<nav><p>Home, sports, weather and so on</p></nav><article>${paragraphs(["Somebody else's introduction stands here.", ...ARTICLE])}</article>`,
      );
      await quiet();
      await new Promise((later) => setTimeout(later, 700));
      expect(gateway.log).toEqual([]);
      await own.run(
        `await api.tabs.sendMessage(${number}, { to: "content", ask: "scan" }, { frameId: 0 })`,
      );
      await tab.front();
      const [mark] = await marksOn(tab, 1, 15_000);
      expect(mark?.name).toMatch(/The Daily Record/);
      const top = await tab.evaluate<number>(
        `document.querySelectorAll("article p")[1].getBoundingClientRect().top`,
      );
      expect(Math.abs((mark?.y ?? 0) - top)).toBeLessThan(20);
      const panel = await withHands(await browser.own(`panel.html?tab=${number}`));
      await panel.run(`await press("News"); await says("3 of 4 paragraphs here stand in it")`);
      await panel.tab.close();
    },
  );
});
