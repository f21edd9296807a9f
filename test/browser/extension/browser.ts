// The extension in a real browser, with one face for Chromium and Firefox: what differs between the two drivers stays here.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CDPSession, chromium } from "playwright-core";
import { FLAGS, findChromium } from "../chromium.js";
import { findFirefox, PREFERENCES } from "../firefox.js";
import { builtExtension } from "./build.js";
import { insideChrome, insideFirefox } from "./inside.js";
import { textOf } from "./side-panel.js";

export type Kind = "chrome" | "firefox";

/** A page or a tab. */
export interface Tab {
  goto(url: string): Promise<void>;
  /** Runs in the page's own world. */
  evaluate<T>(script: string): Promise<T>;
  click(selector: string): Promise<void>;
  /** A key, or several at once: `Control+V`. */
  press(key: string): Promise<void>;
  /** Moves the pointer to and presses at a point of the viewport. */
  clickAt(x: number, y: number): Promise<void>;
  hover(x: number, y: number): Promise<void>;
  /** Runs `(root) => ...` with the closed shadow root that holds the marks; undefined where there is none. */
  inside<T>(script: string): Promise<T | undefined>;
  /** Keys go to it again after something else was opened. */
  front(): Promise<void>;
  screenshot(path: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Chrome alone: what the page looks like on paper. */
  medium?(medium: "print" | "screen"): Promise<void>;
  /** Chrome alone: what DevTools counts of the page's process: `TaskDuration` in seconds of its own, `JSHeapUsedSize` in bytes ... */
  metrics?(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

export interface Extended {
  readonly kind: Kind;
  /** Opens a tab. */
  tab(url: string): Promise<Tab>;
  /** Opens a page of the extension as a tab, `panel.html?tab=..`: as its real panel, it can use every extension API. */
  own(page: string): Promise<Tab>;
  /** What stands in the browser's real side panel or sidebar once it is open: its address and its text. */
  besides(own: Tab): Promise<{ readonly url: string; readonly text: string } | undefined>;
  /** Ends the background as the browser does at its will: at once in Chromium; by itself in Firefox, after `idleMs`. */
  stopBackground(): Promise<void>;
  /** Loads the extension anew, as an update does; pages stay open. */
  reloadExtension(): Promise<void>;
  close(): Promise<void>;
}

const GECKO_ID = "colophon@colophon.example";
const UUID = "11111111-2222-3333-4444-555555555555";

/** Path of the browser; undefined, after a line that says so, where there is none. */
export function findBrowserFor(kind: Kind): string | undefined {
  return kind === "chrome" ? findChromium() : findFirefox();
}

/** Starts the browser with the extension in it. Close it when done. */
export async function extended(
  kind: Kind,
  executablePath: string,
  options: {
    readonly dark?: boolean;
    readonly forcedColors?: boolean;
    readonly language?: string;
    /** What the reader granted; every host unless told. */
    readonly hosts?: readonly string[];
    /** After how long Firefox puts the background to sleep; as long as it does by itself, unless told. */
    readonly idleMs?: number;
  } = {},
): Promise<Extended> {
  return kind === "chrome"
    ? inChromium(executablePath, options)
    : inFirefox(executablePath, options);
}

type Options = Parameters<typeof extended>[2];

/** The same extension with these hosts granted instead of all. */
function granting(folder: string, hosts: readonly string[] | undefined): string {
  if (!hosts) return folder;
  const copy = mkdtempSync(join(tmpdir(), "colophon-extension-"));
  cpSync(folder, copy, { recursive: true });
  const path = join(copy, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: hosts }));
  return copy;
}

async function inChromium(executablePath: string, options: Options = {}): Promise<Extended> {
  const folder = granting(await builtExtension("chrome"), options.hosts);
  const profile = mkdtempSync(join(tmpdir(), "colophon-chrome-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    ...(options.dark && { colorScheme: "dark" as const }),
    ...(options.forcedColors && { forcedColors: "active" as const }),
    args: [
      ...FLAGS,
      "--enable-unsafe-extension-debugging", // for loading it anew
      ...(options.language ? [`--lang=${options.language}`] : []),
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
    ],
    ...(options.language && {
      env: { ...process.env, LANGUAGE: options.language } as Record<string, string>,
    }),
  });
  const worker =
    context.serviceWorkers()[0] ??
    (await context.waitForEvent("serviceworker", { timeout: 20_000 }));
  const host = new URL(worker.url()).host;
  for (let tries = 0; tries < 100 && options.hosts?.length !== 0; tries++) {
    const ready = await worker.evaluate(
      "chrome.scripting.getRegisteredContentScripts().then((all) => all.length)",
    );
    if (ready) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  const tab = async (url: string): Promise<Tab> => {
    const page = await context.newPage();
    let session: CDPSession | undefined;
    await page.goto(url);
    return {
      goto: async (to) => {
        await page.goto(to);
      },
      evaluate: (script) => page.evaluate(script),
      click: (selector) => page.click(selector),
      press: (key) => page.keyboard.press(key),
      clickAt: (x, y) => page.mouse.click(x, y),
      hover: (x, y) => page.mouse.move(x, y),
      front: () => page.bringToFront(),
      inside: async (script) => {
        session ??= await context.newCDPSession(page);
        return insideChrome(session, script);
      },
      screenshot: async (path) => {
        await page.screenshot({ path });
      },
      resize: (width, height) => page.setViewportSize({ width, height }),
      medium: (media) => page.emulateMedia({ media }),
      metrics: async () => {
        session ??= await context.newCDPSession(page);
        await session.send("Performance.enable", { timeDomain: "threadTicks" }); // busy neighbours don't count
        const { metrics } = await session.send("Performance.getMetrics");
        return new Map(metrics.map(({ name, value }) => [name, value]));
      },
      close: () => page.close(),
    };
  };
  return {
    kind: "chrome",
    tab,
    own: (page) => tab(`chrome-extension://${host}/${page}`),
    besides: async (own) => {
      const url = await own.evaluate<string | undefined>(
        "chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] }).then(([one]) => one?.documentUrl)",
      );
      const session = await context.browser()?.newBrowserCDPSession();
      return url === undefined || !session ? undefined : { url, text: await textOf(session, url) };
    },
    stopBackground: async () => {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${host}/options.html`);
      const session = await context.newCDPSession(page);
      await session.send("ServiceWorker.enable");
      await session.send("ServiceWorker.stopAllWorkers");
      await page.close();
    },
    reloadExtension: async () => {
      const session = await context.browser()?.newBrowserCDPSession();
      // The protocol's newest part, which the driver's types don't know.
      const send = session?.send.bind(session) as unknown as (
        method: string,
        what: { readonly path: string },
      ) => Promise<unknown>;
      await send("Extensions.loadUnpacked", { path: folder });
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Until the background has registered the content scripts; asked of a page of the extension, which is closed then. */
async function registered(page: Tab): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await page.evaluate(
        "browser.scripting.getRegisteredContentScripts().then((all) => all.length)",
      )
    )
      break;
    await new Promise((again) => setTimeout(again, 50));
  }
  await page.close();
}

async function inFirefox(executablePath: string, options: Options = {}): Promise<Extended> {
  const { launch } = await import("puppeteer-core");
  const browser = await launch({
    browser: "firefox",
    executablePath,
    headless: true,
    networkEnabled: false, // else it keeps every body
    args: ["--remote-allow-system-access"], // else its own pages can't be visited
    extraPrefsFirefox: {
      ...PREFERENCES,
      "extensions.webextensions.uuids": JSON.stringify({ [GECKO_ID]: UUID }),
      ...(options.idleMs && { "extensions.background.idle.timeout": options.idleMs }),
      ...(options.forcedColors && { "browser.display.document_color_use": 2 }),
      ...(options.dark && { "layout.css.prefers-color-scheme.content-override": 0 }),
    },
  });
  const folder = granting(await builtExtension("firefox"), options.hosts);
  await browser.installExtension(folder);
  const tab = async (url: string): Promise<Tab> => {
    const page = await browser.newPage();
    const own = url.startsWith("moz-extension:");
    const visit = async (to: string) => {
      await page.goto(to, own ? { waitUntil: [] } : {}); // for its own pages the event never comes
      if (own) await page.waitForSelector("main");
    };
    await visit(url);
    return {
      goto: visit,
      evaluate: <T>(script: string) => page.evaluate(script) as Promise<T>,
      click: (selector) => page.click(selector),
      press: async (key) => {
        const keys = key.split("+") as Parameters<typeof page.keyboard.press>[0][];
        for (const one of keys) await page.keyboard.down(one);
        for (const one of keys.reverse()) await page.keyboard.up(one);
      },
      clickAt: (x, y) => page.mouse.click(x, y),
      hover: (x, y) => page.mouse.move(x, y),
      front: () => page.bringToFront(),
      inside: (script) => insideFirefox(browser, page, script),
      screenshot: async (path) => {
        await page.screenshot({ path: path as `${string}.png` });
      },
      resize: (width, height) => page.setViewport({ width, height }),
      close: () => page.close(),
    };
  };
  if (options.hosts?.length !== 0)
    await registered(await tab(`moz-extension://${UUID}/options.html`));
  return {
    kind: "firefox",
    tab,
    own: (page) => tab(`moz-extension://${UUID}/${page}`),
    besides: (own) =>
      own.evaluate(
        `[browser.extension.getViews({ type: "sidebar" })[0]].map((one) => one && { url: one.location.href, text: one.document.body.innerText })[0]`,
      ),
    stopBackground: () => new Promise((done) => setTimeout(done, 2 * (options.idleMs ?? 30_000))),
    reloadExtension: async () => {
      await browser.installExtension(folder);
      await registered(await tab(`moz-extension://${UUID}/options.html`));
    },
    close: () => browser.close(),
  };
}
