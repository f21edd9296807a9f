// The first page is true: its commands print what it shows, its pictures and links are there, its houses exist.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { mediaFixtures } from "../fixture/media/index.js";
import { Place, runProgram } from "../script/place.js";
import { masked } from "../script/session.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...markdownIn("docs")];

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(".md")).map((name) => `${folder}/${name}`);
}

describe("README.md", () => {
  const place = new Place();
  afterAll(() => place.remove());

  it("shows a session as it really goes, ids and keys aside", async () => {
    const photo = (await mediaFixtures()).find(({ name }) => name === "jpeg-baseline");
    writeFileSync(join(place.folder, "photo.jpg"), photo!.bytes);
    const shown = /^```console\n([\s\S]*?)^```$/m.exec(README)?.[1] ?? "";
    const commands = shown.split(/^\$ colophon /m).slice(1);
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const command of commands) {
      const [line = "", ...expected] = command.trimEnd().split("\n");
      const args = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
      const env = { COLOPHON_HOME: "", COLOPHON_PASSPHRASE: "correct horse" };
      const options = { env, into: undefined, interrupted: false };
      const { stdout, stderr } = await runProgram(args, place, options);
      const printed = `${stdout}${stderr}`.replaceAll(place.folder, "/home/ada").trimEnd();
      expect(mask(printed)).toBe(mask(expected.join("\n")));
    }
  });

  const mask = (text: string) =>
    text
      .split("\n")
      .map((line) => masked(line, place))
      .join("\n");

  it("has pictures that are there and quick to load", () => {
    const pictures = [...README.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path]) => path!);
    expect(pictures).toHaveLength(2);
    for (const path of pictures) expect(statSync(join(ROOT, path)).size).toBeLessThan(200_000);
  });

  it("names commands that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const page of ["README.md", "CONTRIBUTING.md"])
      for (const [, name] of readFileSync(join(ROOT, page), "utf8").matchAll(/npm run ([a-z]+)/g))
        expect(scripts, page).toHaveProperty(name!);
  });
});

it.each(pages)("the links of %s lead somewhere", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  for (const [, link = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue; // the web is not asked
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? join(ROOT, page) : join(dirname(join(ROOT, page)), path);
    expect(existsSync(target), link).toBe(true);
    if (anchor !== undefined) expect(anchors(readFileSync(target, "utf8")), link).toContain(anchor);
  }
});

/** Headings as the addresses that code hosts give them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
