// A list of files that is piped in: one a line, or ended by NUL as `find -print0` does.
import { utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { Planner } from "./plan.js";
import { notUtf8 } from "./walk.js";

const NUL = 0;
const LINE_FEED = 10;

/**
 * Adds the files of a list to a plan.
 * @throws ColophonError USAGE for a list of the other kind: its entries would all be read as one name
 */
export function addList(planner: Planner, list: Uint8Array, nulEnded: boolean): void {
  const hasNul = list.includes(NUL);
  if (hasNul && !nulEnded)
    throw new ColophonError("USAGE", "the entries of the list end in NUL", {
      hint: "nothing was done; add --null",
    });
  if (nulEnded && !hasNul && list.at(-1) === LINE_FEED)
    throw new ColophonError("USAGE", "no entry of the list ends in NUL, as --null says", {
      hint: "nothing was done; leave out --null when each line is an entry",
    });
  const end = nulEnded ? NUL : LINE_FEED;
  for (let from = 0, number = 1; from < list.length; number++) {
    const found = list.indexOf(end, from);
    const to = found < 0 ? list.length : found;
    const entry = list.subarray(from, to);
    from = to + 1;
    const path = utf8Text(entry);
    if (path === undefined) {
      const shown = Buffer.from(entry).toString();
      planner.refuse(shown, notUtf8(shown));
      continue;
    }
    const bare = nulEnded ? path : path.replace(/\r$/, "");
    if (bare !== "") planner.addNamed({ path: bare, where: `entry ${number} of the list` });
  }
}
