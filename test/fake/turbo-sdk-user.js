// A process of its own that publishes through turbo-sdk as its parent tells it: NODE_PATH, which says where the package is,
// is read when a process starts.
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
const { turboSdkPublisher } = await load("../../toolkit/adapter/turbo-sdk.ts");
const { httpTo } = await load("../../toolkit/adapter/gateways.ts");

const plain = (value) =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}n` : one)));

process.on("message", async ({ uploadUrl, paymentUrl, call, items = [], owner, abort }) => {
  const http = httpTo(uploadUrl, new AbortController().signal);
  const publisher = turboSdkPublisher({ uploadUrl, paymentUrl, http });
  const bytes = items.map((item) => ({ ...item, bytes: Buffer.from(item.bytes, "base64") }));
  const sizes = bytes.map((item) => ({ bytes: item.bytes.length, owner }));
  const signal = abort === undefined ? undefined : AbortSignal.timeout(abort);
  try {
    const done = {
      quote: () => publisher.quote(sizes),
      deliver: () => publisher.deliver(bytes, signal),
      balance: () => publisher.balance(owner),
    };
    process.send({ result: plain(await done[call]()) });
  } catch (error) {
    const { name, code, kind, message, hint } = error;
    process.send({ error: { name, code, kind, message, hint } });
  }
});
process.send("ready");
