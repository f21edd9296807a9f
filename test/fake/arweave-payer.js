// A process of its own that gives items FROM to TO to an Arweave node, so that it can be killed in the middle. Tells its
// parent when it begins, and how it ended.
//   node test/fake/arweave-payer.js URL JOURNAL WALLET FROM TO
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const vite = await createServer({
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
});
const load = (path) => vite.ssrLoadModule(fileURLToPath(new URL(path, import.meta.url)));
const [url, journal, walletFile, from, to] = process.argv.slice(2);
const { arweavePublisher } = await load("../../toolkit/adapter/arweave-l1.ts");
const { httpTo } = await load("../../toolkit/adapter/gateways.ts");
const { walletOf } = await load("../../toolkit/adapter/arweave.ts");
const { largeItems } = await load("./large-item.ts");
const wallet = await walletOf(readFileSync(walletFile, "utf8"));
const http = httpTo(url, new AbortController().signal);
const publisher = arweavePublisher({ url, journal, wallet, http });
const items = await largeItems(Number(from), Number(to));
process.send("ready");
const said = await publisher.deliver(items).then(
  (accepted) => accepted.map(({ id, reference }) => ({ id, reference })),
  (error) => `${error.name}: ${error.message}`,
);
process.send(said, () => process.exit());
