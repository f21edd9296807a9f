// The side panel and sidebar: browser UI, so the authority on what a page holds. A page can draw a mark; not this.
import "../polyfill.js";
import { render } from "preact";
import { browser } from "../browser.js";
import { check } from "../checker.js";
import type { ToPanel } from "../messages.js";
import { onChange } from "../settings.js";
import { readLanguage, setLanguage } from "../text.js";
import { currentTab, detailOf, foundIn, pictureOf, toShow } from "../ui/page-link.js";
import { siteOf } from "../ui/site.js";
import { createStore } from "../ui/store.js";
import { App } from "./app.js";
import { PanelController } from "./controller.js";
import { reduce, START } from "./panel-state.js";

const store = createStore(reduce, START);
const controller = new PanelController(
  {
    tab: currentTab,
    site: siteOf,
    found: foundIn,
    detail: detailOf,
    picture: pictureOf,
    check,
  },
  store,
);

browser.runtime.onMessage.addListener((message: unknown) => {
  const said = message as ToPanel;
  if (said.to !== "panel") return undefined;
  if (said.tell === "trust-changed") void controller.again();
  else if (said.tab === controller.tab) hear(said);
  return undefined;
});

function hear(said: Exclude<ToPanel, { tell: "trust-changed" }>): void {
  if (said.tell === "show")
    void controller.refresh().then(() => controller.show(said.frame, said.item));
  else void controller.refresh();
}
browser.tabs.onActivated.addListener(() => void controller.activated());
browser.tabs.onRemoved.addListener((tab) => {
  if (tab === controller.tab) void controller.follow();
});
browser.tabs.onUpdated.addListener((tab, { status }) => {
  if (tab !== controller.tab) return;
  if (status === "loading" || (status === "complete" && store.state.detail))
    void controller.moved();
  else if (status === "complete") void controller.refresh();
});
browser.permissions.onAdded.addListener(() => void controller.refresh());
onChange(
  () =>
    void readLanguage().then(() => {
      draw();
      return controller.refresh();
    }),
);

/** Draws everything, in the language as it is now. */
function draw(): void {
  setLanguage(document);
  const root = document.getElementById("panel");
  if (root) render(<App store={store} controller={controller} />, root);
}

async function start(): Promise<void> {
  await readLanguage();
  draw();
  await controller.follow();
  const wish = await toShow(controller.tab);
  if (wish) await controller.show(wish.frame, wish.item);
}
void start();
