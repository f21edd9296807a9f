// A signed text through real browsers: what a page's scripts get of it, and what a reader's own keys copy and paste.
import { createServer as createTests } from "vite";
import { htmlOf } from "./survival-transport.js";

const TARGET =
  "<!doctype html><meta charset=utf-8><textarea></textarea><div contenteditable></div>";

/** `{name, text, least}` for each way in each browser that there is. */
export async function* inBrowsers(article) {
  process.env.COLOPHON_TEST_BEGAN ??= String(Date.now());
  const tests = await createTests({
    configFile: false,
    server: { middlewareMode: true, ws: false, watch: null },
    appType: "custom",
    logLevel: "error",
  });
  const load = (name) => tests.ssrLoadModule(`/test/browser/${name}.ts`);
  const { serve } = await load("serve");
  const page = (body) => [
    "text/html",
    `<!doctype html><meta charset=utf-8><title>x</title>${body}`,
  ];
  const server = await serve(
    new Map([
      ["/pre", page(`<pre>\n${article}</pre>`)],
      ["/p", page(htmlOf(article))],
      ["/target", ["text/html", TARGET]],
    ]),
  );
  try {
    for (const [browser, find] of [
      ["chromium", "findChromium"],
      ["firefox", "findFirefox"],
    ]) {
      const driver = await load(browser);
      const path = driver[find]();
      if (!path) continue;
      const running = await driver.launch(path);
      const tab = await running.newPage();
      for (const source of ["pre", "p"])
        for await (const { way, text } of ways(tab, server.url, source, browser))
          yield { name: `${browser}: <${source}>, ${way}`, text, least: "exact" };
      await running.close();
    }
  } finally {
    server.close();
    await tests.close();
  }
}

async function* ways(tab, url, source, browser) {
  await tab.goto(`${url}/${source}`);
  for (const way of ["textContent", "innerText"])
    yield { way, text: await tab.evaluate(`document.body.${way}`) };
  yield {
    way: "selection.toString()",
    text: await tab.evaluate(
      "getSelection().selectAllChildren(document.body); const text = getSelection().toString(); getSelection().removeAllRanges(); text",
    ),
  };
  await keys(tab, browser, "a");
  await keys(tab, browser, "c");
  for (const [target, got] of [
    ["textarea", "value"],
    ["div", "innerText"],
  ]) {
    await tab.goto(`${url}/target`);
    await tab.evaluate(`document.querySelector("${target}").focus()`);
    await keys(tab, browser, "v");
    const text = await tab.evaluate(`document.querySelector("${target}").${got}`);
    yield { way: `copied into a ${target === "div" ? "contenteditable" : target}`, text };
  }
}

async function keys(tab, _browser, key) {
  await tab.keyboard.down("Control");
  await tab.keyboard.press(key);
  await tab.keyboard.up("Control");
}
