// Every *.txt here is a session of the command line (session.ts says how to read one); `vitest -u` writes what came.
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { Place } from "./place.js";
import { play } from "./session.js";
import { canMount } from "./stage.js";

const FOLDER = new URL("./", import.meta.url);
const sessions = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), "utf8") }));

const disks = canMount();
if (!disks)
  console.log("full and write-protected disks are not tested: mounting one needs root on Linux");

describe.concurrent("a session of the command line", { timeout: 120_000 }, () => {
  for (const { name, text } of sessions)
    it.skipIf(!disks && /^% (?:small|readonly) /m.test(text))(
      name.replace(/\.txt$/, "").replaceAll("-", " "),
      async ({ expect }) => {
        const place = new Place();
        try {
          await expect(await play(text, place)).toMatchFileSnapshot(name);
        } finally {
          place.remove();
        }
      },
    );
});
