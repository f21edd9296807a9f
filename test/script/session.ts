// A session of the command line as a text file, in the manner of age's testscripts. Lines that begin with
//   #   say what it is about                         %   set the stage (stage.ts)
//   $   run a command: words, "quoted \u202e words", NAME=value before it, < FILE and > FILE after it;
//       $^C interrupts it
//   |   are what it prints on stdout, 2| on stderr   =   its exit code, unless that is 0
//   exists FILE, ! exists FILE, contains FILE TEXT, same FILE FILE   are assertions
// The clock stands still (fixed-clock.js). In what is printed, ids, hashes, sizes and the times of files are masked;
// a line of nothing but ... stands for any lines, and within a line for any characters.
// Always held, without a word in the file: no unfinished file is left behind, files that were there stay as they
// were (unless --force is said), and a command that fails leaves everything as it was, the home folder too.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, type Place, runProgram } from "./place.js";
import { setStage } from "./stage.js";

/** Plays a session in `place`; returns its text as it should be, the same text when all is as expected. */
export async function play(text: string, place: Place): Promise<string> {
  const out: string[] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.startsWith("$")) {
      const expected: string[] = [];
      while (/^(?:2?\||= |FAULT)/.test(lines[i + 1] ?? "")) expected.push(lines[++i]!);
      out.push(line, ...reconciled(expected, await ran(line, place)));
    } else {
      if (line.startsWith("% ")) await setStage(words(line.slice(2)), place);
      const failed = assertion(line, place);
      out.push(failed === undefined ? line : `${line}   # ${failed}`);
    }
  }
  return out.join("\n");
}

/** What a command printed and how it ended, as lines of a session. */
async function ran(line: string, place: Place): Promise<string[]> {
  const interrupted = line.startsWith("$^C");
  const [asked = "", into] = line.slice(interrupted ? 3 : 1).split(" > ");
  const [command = "", from] = asked.split(" < ");
  const all = words(command);
  const at = all.indexOf("colophon");
  if (at < 0) throw new Error(`not a command of ours: ${line}`);
  const env = Object.fromEntries(
    all.slice(0, at).map((word) => word.split("=") as [string, string]),
  );
  const args = all.slice(at + 1).map((word) => place.names.get(word) ?? word);
  const before = place.look();
  const ended = await runProgram(args, place, { env, from, into, interrupted });
  const changed = place.changedSince(before, {
    into,
    replacing: args.includes("--force"),
    ...ended,
  });
  return [
    ...prefixed("|", into === undefined ? ended.stdout : ""),
    ...prefixed("2|", ended.stderr),
    ...(ended.code === 0 ? [] : [`= ${ended.code}`]),
    ...changed.map((fault) => `FAULT: ${fault}`),
  ].map((text) => masked(text, place));
}

function prefixed(prefix: string, text: Ended["stdout"]): string[] {
  if (text === "") return [];
  const lines = text.replace(/\n$/, "").split("\n");
  return lines.map((line) => (line === "" ? prefix : `${prefix} ${line}`));
}

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/urn:c2pa:[0-9a-f-]{36}/g, "URN"],
  [/\b[0-9a-f]{64}\b/g, "SHA256"],
  [/(?<![\w-])[\w-]{43}(?![\w-])(?! \(solana\))/g, "ID"],
  [/(?<![\w-])[\w-]{64}(?![\w-])/g, "BLOCK"],
  [/\bbafkrei[a-z2-7]{52}\b/g, "CID"],
  [/\b[1-9A-HJ-NP-Za-km-z]{43,44} \(solana\)/g, "ADDRESS (solana)"],
  [/\b(?!4 March 2026)\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d:\d\d UTC/g, "TIME"],
  [/\b(?!2026-03-04)20\d\d-\d\d-\d\dT[\d:.]+Z/g, "TIME"],
  [/\broot [0-9a-f]{8}\b/g, "root HASH"],
  [/\(SHA-256 [0-9a-f]{16}\.\.\.\)/g, "(SHA-256 HASH)"],
  [/"(bytes|overheadBytes)":\d+/g, '"$1":NUMBER'],
  [/\b\d+(?:\.\d)? [KMG]B\b/g, "SIZE"],
];

/** What differs from run to run, by its name. */
export function masked(line: string, place: Place): string {
  const named = [...place.names].reduce(
    (text, [name, url]) => text.replaceAll(url, name).replaceAll(new URL(url).host, name),
    line,
  );
  const local = named.replaceAll(place.folder, "DIR");
  return MASKS.reduce((text, [pattern, name]) => text.replace(pattern, name), local);
}

/** The expected lines where they fit, else what came instead. */
function reconciled(expected: readonly string[], actual: readonly string[]): readonly string[] {
  return fits(expected, actual) ? expected : actual;
}

function fits(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (/^2?\| \.\.\.$/.test(first)) {
    const prefix = `${first.split("|")[0]}|`;
    for (let skip = 0; skip <= actual.length; skip++) {
      if (fits(rest, actual.slice(skip))) return true;
      if (!actual[skip]?.startsWith(prefix)) return false;
    }
    return false;
  }
  return fitsLine(first, actual[0]) && fits(rest, actual.slice(1));
}

/** Within a line, ... stands for any characters. */
function fitsLine(expected: string, actual: string | undefined): boolean {
  if (actual === undefined || !expected.includes("...")) return expected === actual;
  const parts = expected.split("...").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(actual);
}

function assertion(line: string, place: Place): string | undefined {
  const [, not, verb, rest] = /^(! )?(exists|contains|same) (.*)$/.exec(line) ?? [];
  if (verb === undefined) return undefined;
  const [name = "", ...text] = words(rest ?? "");
  const path = join(place.folder, name);
  const said: Readonly<Record<string, (content: Buffer) => boolean>> = {
    contains: (content) => content.includes(text.join(" ")),
    same: (content) => content.equals(readFileSync(join(place.folder, text[0] ?? ""))),
  };
  const content = existsSync(path) ? readFileSync(path) : undefined;
  const holds = content !== undefined && (verb === "exists" || said[verb]!(content));
  return holds === (not === undefined) ? undefined : "DOES NOT HOLD";
}

/** Splits at spaces; double quotes keep words together, and \n, \u202e and \\ mean in them what they mean in JSON. */
function words(line: string): string[] {
  const found = line.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return found.map((word) =>
    word.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => JSON.parse(quoted) as string),
  );
}
