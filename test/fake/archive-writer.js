// A process of its own that archives records FROM to TO into FOLDER and tells its parent each id once it is kept.
//   node test/fake/archive-writer.js FOLDER FROM TO
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const vite = await createServer({
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, ws: false, watch: null },
});
const load = (path) => vite.ssrLoadModule(fileURLToPath(new URL(path, import.meta.url)));
const [folder, from, to] = process.argv.slice(2);
const { LocalArchive } = await load("../../toolkit/adapter/local-archive.ts");
const { archivedItem } = await load("./archived-item.ts");
const archive = await LocalArchive.open(folder);
for (let n = Number(from); n < Number(to); n++)
  process.send(await archive.put((await archivedItem(n)).bytes));
await vite.close();
process.disconnect();
