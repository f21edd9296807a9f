// The first page is true: its commands print what it shows, its pictures and links are there, its houses exist.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startGateway } from "../fake/gateway.js";
import { mediaFixtures } from "../fixture/media/index.js";
import { Place, runProgram } from "../script/place.js";
import { masked } from "../script/session.js";
import { setStage } from "../script/stage.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...markdownIn("docs")];

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(".md")).map((name) => `${folder}/${name}`);
}

/** The gateway as the page names it: the port that `colophon gateway` takes. */
const GATEWAY = "http://127.0.0.1:1984";

const ARTICLE = `# Harbour wall to be repaired

The council voted on Monday to repair the harbour wall, which last winter's storms had opened in three places. Work begins in June and will take until autumn, because the stones have to come by sea.

"We have waited long enough," said the harbour master. The fishermen will move their boats to the inner basin while the cranes stand on the mole.
`;

/** Fixtures, and what they are called there. */
const CATALOGUE = [
  ["jpeg-baseline", "spring/tulips.jpg"],
  ["png", "spring/meadow.png"],
  ["webp-lossy", "spring/lambs.webp"],
  ["mp4-moov-first", "films/harbour.mp4"],
] as const;

/** Lines of each command that a page shows: the command itself, then what it prints. */
function shownIn(page: string): string[][] {
  return [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, shown = ""]) =>
    shown
      .split(/^\$ colophon /m)
      .slice(1)
      .map((command) => command.trimEnd().split("\n")),
  );
}

describe("README.md", () => {
  const place = new Place();
  afterAll(() => place.remove());

  it("shows sessions as they really go, ids and keys aside", async () => {
    const photo = (await mediaFixtures()).find(({ name }) => name === "jpeg-baseline");
    writeFileSync(join(place.folder, "photo.jpg"), photo!.bytes);
    writeFileSync(join(place.folder, "article.md"), ARTICLE);
    for (const folder of ["spring", "films"])
      mkdirSync(join(place.folder, "catalogue", folder), { recursive: true });
    for (const [name, file] of CATALOGUE)
      await setStage(["fixture", name, `catalogue/${file}`], place);
    writeFileSync(join(place.folder, "catalogue/spring/gone.jpg"), "<html>404 Not Found</html>");
    const gateway = await startGateway({ now: () => new Date("2026-03-04T12:41:07Z") });
    const commands = shownIn(README);
    expect(commands.map(([line = ""]) => line.replace(/ .*/, ""))).toEqual([
      "identity",
      "sign",
      "verify",
      "archive",
      "verify",
      "sign",
      "verify",
      "batch",
      "batch",
    ]);
    for (const [line = "", ...expected] of commands) {
      const args = (line.replace(GATEWAY, gateway.url).match(/"[^"]*"|\S+/g) ?? []).map((word) =>
        word.replaceAll('"', ""),
      );
      const elsewhere = line.includes("from-a-chat.jpg");
      if (elsewhere) await setStage(["strip", "photo.signed.jpg", "from-a-chat.jpg"], place);
      const env = {
        COLOPHON_HOME: elsewhere ? "elsewhere" : "",
        COLOPHON_PASSPHRASE: "correct horse",
      };
      const options = { env, into: undefined, interrupted: false };
      const { stdout, stderr } = await runProgram(args, place, options);
      const printed = `${stdout}${stderr}`
        .replaceAll(place.folder, "/home/ada")
        .replaceAll(gateway.url, GATEWAY)
        .trimEnd();
      expect(mask(printed)).toEqual(mask(expected.join("\n")));
      if (args[1] === "publish") await gateway.mine();
    }
  });

  /** Lines in any order: results and remarks are two streams, which a terminal puts together as they come. */
  const mask = (text: string) =>
    text
      .split("\n")
      .map((line) => masked(line, place).replace(/\(\d+\.\d s\)$/, "(SECONDS)"))
      .sort();

  it("has pictures that are there and quick to load", () => {
    const pictures = [...README.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path]) => path!);
    expect(pictures).toHaveLength(3);
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
