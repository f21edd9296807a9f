// A process of its own that archives records FROM to TO into FOLDER and tells its parent each id once it is kept.
//   node test/fake/archive-writer.js FOLDER FROM TO
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const load = async (path) => {
  const entry = fileURLToPath(new URL(path, import.meta.url));
  return (await runnerImport(entry, { configFile: false, logLevel: "error" })).module;
};
const [folder, from, to] = process.argv.slice(2);
const { LocalArchive } = await load("../../toolkit/adapter/local-archive.ts");
const { archivedItem } = await load("./archived-item.ts");
const archive = await LocalArchive.open(folder);
for (let n = Number(from); n < Number(to); n++)
  process.send(await archive.put((await archivedItem(n)).bytes));
process.disconnect();
