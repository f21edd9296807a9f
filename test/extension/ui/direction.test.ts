// Which way words are written, by their first letter.
import { expect, it } from "vitest";
import { directionOf } from "../../../extension/ui/direction.js";

it.each([
  ["The work begins in May", "ltr"],
  ["“1953” كان الفيضان (flood)", "rtl"],
  ["… שלום world", "rtl"],
  ["港の壁", "ltr"],
  ["12 – 34", "ltr"],
  ["", "ltr"],
])("of %o is %s", (words, direction) => {
  expect(directionOf(words)).toBe(direction);
});
