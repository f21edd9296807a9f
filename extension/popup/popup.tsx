// The toolbar's popup: what this page holds in a few lines, how this site is treated, and the way to the panel.
import "../polyfill.js";
import { render } from "preact";
import { browser } from "../browser.js";
import type { ToPanel } from "../messages.js";
import { readLanguage, setLanguage } from "../text.js";
import { currentTab, foundIn } from "../ui/page-link.js";
import { siteOf } from "../ui/site.js";
import { createStore } from "../ui/store.js";
import { App } from "./app.js";
import { reduce, START } from "./popup-state.js";

const store = createStore(reduce, START);
let tab: number | undefined;

async function refresh(): Promise<void> {
  if (tab === undefined) return;
  const here = tab;
  const [site, frames] = await Promise.all([siteOf(here), foundIn(here)]);
  store.tell({ is: "seen", tab: here, site, frames });
}

browser.runtime.onMessage.addListener((message: unknown) => {
  const said = message as ToPanel;
  if (said.to === "panel" && "tab" in said && said.tab === tab) void refresh();
  return undefined;
});

async function start(): Promise<void> {
  await readLanguage();
  setLanguage(document);
  const root = document.getElementById("popup");
  tab = await currentTab();
  await refresh();
  if (root) render(<App store={store} refresh={refresh} />, root);
}
void start();
