// A gateway in a process of its own, to be killed: tells its parent its address, and mines all the time if asked to.
//   node test/fake/gateway-process.js FOLDER [mine]
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

// Not runnerImport: what the gateway loads only when it is needed has to be loadable then.
const vite = await createServer({
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, watch: null, ws: false },
});
const entry = fileURLToPath(new URL("../../toolkit/gateway/embedded-gateway.ts", import.meta.url));
const { EmbeddedGateway } = await vite.ssrLoadModule(entry);
const [folder, mine] = process.argv.slice(2);
const warnings = [];
const gateway = await EmbeddedGateway.open({
  folder,
  now: () => new Date(),
  warn: (text) => warnings.push(text),
});
const { url } = await gateway.listen(0);
process.send({ url, warnings });
process.on("disconnect", () => process.exit());
while (mine) {
  await gateway.mine();
  await setTimeout(20);
}
