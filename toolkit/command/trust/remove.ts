// colophon trust remove: stops using a list or anchors.
import { ColophonError } from "../../../src/index.js";
import { removeList, storedLists } from "../../adapter/trust-store.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";

/** All names are looked up before anything is removed. @throws ColophonError USAGE, FILE_NOT_FOUND, OUTPUT_UNWRITABLE */
export async function remove(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("trust", args, { json: { type: "boolean" } });
  if (positionals.length === 0)
    throw new ColophonError("USAGE", "name the lists or anchors to remove", {
      hint: "run: colophon trust list",
    });
  const lists = await storedLists(io.env);
  const chosen = [...new Set(positionals)].map((name) => {
    const list = lists.find((one) => one.name === name);
    if (!list)
      throw new ColophonError("FILE_NOT_FOUND", `there are no trust anchors called ${name}`, {
        hint: "run: colophon trust list; nothing was removed",
      });
    return list;
  });
  const printer = printerFor(io, { json: values.json });
  for (const list of chosen) {
    await removeList(io.env, list);
    printer.note(`${list.name} is no longer in use`);
  }
  return EXIT.done;
}
