// Addresses in the plan of a batch: one file, or everything that a store lists below a prefix.
import { ColophonError } from "../../src/index.js";
import { isAddress, isPrefix, pathBelow, pathOf, shownAddress } from "./address.js";
import type { Places } from "./place.js";
import type { Elsewhere, Planner } from "./plan.js";
import { isOurs } from "./walk.js";

/**
 * Adds what an address stands for, as it was typed: what lies below a prefix gets its path from there for a name, as a
 * folder's files do, and a file its own name.
 * @param out where the signed files go: what is below it is not signed again
 * @throws ColophonError USAGE; what keeps a place from being listed
 */
export async function addAddress(
  planner: Planner,
  { address, what }: Pick<Elsewhere, "address" | "what">,
  places: Places,
  out: string,
): Promise<void> {
  if (!isPrefix(address)) {
    planner.addElsewhere({ address, what, name: pathOf(address).split("/").at(-1) ?? "" });
    return;
  }
  const place = await places.at(address);
  if (!place.list)
    throw new ColophonError("USAGE", `${shownAddress(address)} is a folder of a web server`, {
      hint: "nothing was signed: these can't be listed; name the files, in a list or a table",
    });
  // whoever names the output itself means it: its files are originals then, and are not replaced
  const passed = isAddress(out) && pathBelow(address, out) === undefined ? out : undefined;
  let count = 0;
  for await (const found of place.list(address)) {
    count++;
    try {
      const name = pathBelow(found.address, address) ?? "";
      const isOut = passed !== undefined && pathBelow(found.address, passed) !== undefined;
      if (!isOut && isFile(name) && planner.takes(name))
        planner.addElsewhere({ ...found, what, name });
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause;
      planner.refuse(found.address, cause);
    }
  }
  if (count === 0)
    planner.refuse(
      shownAddress(address),
      new ColophonError("FILE_NOT_FOUND", `there is nothing below ${shownAddress(address)}`, {
        hint: "check the bucket and the prefix, and which store AWS_ENDPOINT_URL names",
      }),
    );
}

/** As in a folder, what is hidden is left out, and so is what stands beside signed files; stores keep folders as names. */
function isFile(name: string): boolean {
  const isHidden = name.split("/").some((part) => part.startsWith("."));
  return name !== "" && !name.endsWith("/") && !isHidden && !isOurs(name);
}
