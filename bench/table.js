// The figures for people.
import { ratio } from "./measure.js";

const LEGEND = `
time      median over rounds; in each, the median of several runs in a process of its own, once its code is warm
x         that time over Colophon's, in the same round
adds      bytes by which signing makes the file larger
memory    most that the process took for one run, nothing warm, above an empty Node (file in memory included)

Everybody signs with the same Ed25519 key and certificate, holds it in memory, and says the same: c2pa.created by
a camera. Verifying, all read the same file, signed by Colophon; none is given anchors, and c2pa-ts builds no chain.
Colophon hashes files from 64 KiB on by itself. File to file it syncs what it wrote to the disk before the file gets
its name; native and cp do not. "archived" adds a signed record to the embedded archive, for which it hashes the
original, too. native reads back what it signed, by default. cp + openssl dgst includes the start of the two programs.
`;

export function printTable(rows, measured, start) {
  for (const [key, { title }] of Object.entries(rows)) {
    heading(title, ["time", "x", "adds", "memory"]);
    const { Colophon } = measured[key];
    for (const [name, figures] of Object.entries(measured[key]))
      line(
        name,
        [
          time(figures.milliseconds),
          name === "Colophon" ? "" : ratio(figures, Colophon).toFixed(1),
          figures.overhead === undefined ? "" : figures.overhead.toLocaleString("en"),
          `${figures.memoryMiB.toFixed(0)} MiB`,
        ],
        figures.result !== undefined && figures.result !== "Valid" ? `says ${figures.result}` : "",
      );
  }
  heading("start", ["time", "x"]);
  const [empty] = Object.values(start);
  for (const [name, figures] of Object.entries(start))
    line(name, [time(figures.milliseconds), ratio(figures, empty).toFixed(2)]);
  console.log(LEGEND);
}

export function printBars(bars) {
  for (const { name, figure, unit, least, most, met } of bars) {
    const bar = least === undefined ? `at most ${most}` : `at least ${least}`;
    const digits = figure >= 10 ? 0 : 2;
    console.log(`${met ? "met   " : "MISSED"}  ${name}: ${figure.toFixed(digits)}${unit} (${bar})`);
  }
}

function heading(title, columns) {
  console.log();
  line(title, columns);
}

function line(name, cells, note = "") {
  console.log(
    `${name.padEnd(46)}${cells.map((cell) => cell.padStart(11)).join("")}  ${note}`.trimEnd(),
  );
}

function time(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)} ms`;
}
