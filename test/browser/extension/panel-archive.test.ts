// What the panel asks of others, in both browsers: gateways about a file, a host about a manifest. Nobody before a click
// that names them, and no more than it says; asserted on the logs of a real gateway and a real server.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256, toBase64Url, toHex } from "../../../src/encoding/index.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { type LoggedGateway, loggedGateway } from "./gateway-log.js";
import { archived, keptElsewhere } from "./panel-archive-files.js";
import { panelFiles } from "./panel-files.js";
import { anchor, type Panel, withHands } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";

const STATE = `document.querySelector("article .state").innerText`;

let gateway: LoggedGateway;
let elsewhere: Site;
let files: Awaited<ReturnType<typeof archived>>;
let remote: Awaited<ReturnType<typeof keptElsewhere>>;

beforeAll(async () => {
  gateway = await loggedGateway();
  elsewhere = await openSite({ cors: true });
  files = await archived(gateway);
  remote = await keptElsewhere(`${elsewhere.url}/store.c2pa`);
  elsewhere.put("/store.c2pa", { mediaType: "application/c2pa", content: remote.store });
});
afterAll(() => {
  gateway.close();
  elsewhere.close();
});

describe.each(["chrome", "firefox"] as const)("the panel in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let own: Panel;
  let panel: Panel;
  beforeAll(async () => {
    if (!path) return;
    browser = await extended(kind, path);
    own = await withHands(await browser.own("options.html"));
    panel = await withHands(await browser.own("panel.html"));
    await panel.tab.resize(400, 800);
    const lists = [anchor((await panelFiles()).shop.root)];
    await own.run(`await api.storage.local.set(${JSON.stringify({ lists })})`);
  });
  afterAll(() => browser?.close());

  /** From now on the log is empty, and this is what is set. */
  const set = async (settings: object) => {
    await own.run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    await panel.tab.front();
    gateway.log.length = 0;
    elsewhere.log.length = 0;
  };

  it.skipIf(!path)(
    "finds a stripped copy by 16 bits of its hashes, and the gateway hears nothing more of it",
    async () => {
      await set({ gateways: [gateway.url], privateLookup: true });
      await panel.drop(files.stripped, "stripped.jpg");
      expect(await panel.run(`return ${STATE}`)).toBe("None");
      await panel.run(`await says("${new URL(gateway.url).host}"); await says("first 16 bits")`);
      expect(gateway.log).toEqual([]);
      await panel.click("Look it up in the archive");
      await panel.run(`await until(() => ${STATE} === "Found in the archive")`);
      const [level, match, id] = await panel.run<string[]>(
        `return [fact("Level"), fact("Match"), fact("Id")]`,
      );
      expect(level).toMatch(
        /^signature checked authentic\s+the record's bytes, id and signature check/,
      );
      expect(match).toBe("the content that was signed is the content of this file");
      expect(id).toBe(files.record);

      const [first] = gateway.log;
      const { variables } = JSON.parse(first?.body ?? "{}") as {
        variables: { tags: { name: string; values: string[] }[] };
      };
      expect(variables.tags.map(({ name }) => name)).toEqual(["Colophon-Hash-Prefix"]);
      for (const value of variables.tags.flatMap(({ values }) => values))
        expect(value).toMatch(/^[0-9a-f]{4}$/);
      const hash = await sha256(files.stripped);
      const heard = JSON.stringify(gateway.log);
      for (const whole of [toHex(hash), toBase64Url(hash)])
        expect(heard).not.toContain(whole.slice(0, 8));
      expect(heard).not.toContain("Colophon-Hash\\");
      expect(gateway.log.some(({ cookie }) => cookie)).toBe(false);

      await panel.run(`await says("Asked 1 gateway by the first 16 bits of the file's hash.")`);
      await set({ language: "de" });
      await panel.run(`await says("Gateways des Archivs wurden gefragt.")`); // with the English words below
      await set({ language: "en" });
      await panel.run(`await until(() => ${STATE} === "Found in the archive")`);
    },
  );

  it.skipIf(!path)(
    "shows how far a record is proven: its block, and what is short of it",
    async () => {
      await set({ privateLookup: false });
      await panel.drop(files.whole, "whole.jpg");
      expect(await panel.run(`return ${STATE}`)).toBe("Trusted");
      await panel.run(`await says("They learn the exact hashes of the file")`);
      await panel.click("Look it up in the archive");
      await panel.run(`await until(() => document.querySelector(".levels"))`);
      const seen = await panel.run<string[]>(`return [
      ...[...document.querySelectorAll(".levels li")].map((one) => one.className + " " + one.innerText),
      fact("Level"), fact("Block"), fact("Kept in")]`);
      expect(seen.slice(0, 4)).toEqual([
        "reached listed",
        "reached signature checked",
        "reached in block",
        "ahead agreed",
      ]);
      expect(seen[4]).toMatch(/^in block/);
      expect(seen[5]).toMatch(/UTC[\s\S]*as reported by/);
      expect(seen[6]).toContain(new URL(gateway.url).host);
      expect(await panel.run(`return ${STATE}`)).toBe("Trusted");
    },
  );

  it.skipIf(!path)("says that it is agreed where two gateways name the same block", async () => {
    await set({ gateways: [gateway.url, gateway.own.url], privateLookup: false });
    await panel.drop(files.whole, "whole.jpg");
    await panel.click("Look it up in the archive");
    const reached = await panel.run<string[]>(
      `await until(() => document.querySelectorAll(".levels li.reached").length === 4);
       return [...document.querySelectorAll(".levels .reached")].map((one) => one.innerText)`,
    );
    expect(reached).toEqual(["listed", "signature checked", "in block", "agreed"]);
    expect(await panel.run(`return fact("Level")`)).toMatch(/^agreed/);
  });

  it.skipIf(!path)(
    "says so where no gateway answers, instead of that there is no record",
    async () => {
      await set({ gateways: ["http://127.0.0.1:9"], privateLookup: true });
      await panel.drop(files.stripped, "stripped.jpg");
      await panel.click("Look it up in the archive");
      await panel.run(`await says("No gateway gave a usable answer.")`);
      expect(await panel.run(`return document.body.innerText`)).not.toContain(
        "No record was found",
      );
      expect(await panel.run(`return ${STATE}`)).toBe("None");
    },
  );

  it.skipIf(!path)(
    "fetches a manifest kept elsewhere after a click that names the host, and not before",
    async () => {
      await set({ gateways: [] });
      await panel.drop(remote.apart, "apart.jpg");
      const { host } = new URL(elsewhere.url);
      await panel.run(`await says("Fetching tells ${host} your network address")`);
      expect(await panel.run(`return ${STATE}`)).toBe("None");
      expect(elsewhere.log).toEqual([]);
      await panel.click(`Fetch from ${host}`);
      await panel.run(`await until(() => ${STATE} === "Trusted")`);
      expect(elsewhere.log.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
        "GET /store.c2pa",
      ]);
      expect(elsewhere.log[0]?.headers).not.toHaveProperty("cookie");
      expect(elsewhere.log[0]?.headers).not.toHaveProperty("referer");
    },
  );
});

describe.each(["chrome", "firefox"] as const)("without a grant, the panel in %s", (kind) => {
  const path = findBrowserFor(kind);

  it.skipIf(!path)(
    "asks for leave to ask a gateway only after that has refused an extension",
    async () => {
      const strict = await openSite(); // no CORS: it answers nobody but its own pages
      const browser = await extended(kind, path ?? "", { hosts: [] });
      const panel = await withHands(await browser.own("panel.html"));
      const { host } = new URL(strict.url);
      await panel.run(`await api.storage.local.set({ gateways: ["${strict.url}"] })`);
      await panel.drop(files.stripped, "stripped.jpg");
      await panel.run(`await says("This asks ${host}")`);
      expect(await panel.run(`return document.body.innerText`)).not.toContain("Allow on");
      await panel.click("Look it up in the archive");
      await panel.run(`await says("only where you allow it"); await button("Allow on ${host}")`);
      await browser.close();
      strict.close();
    },
  );
});
