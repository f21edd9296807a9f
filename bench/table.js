// Prints the outcome: medians, ratios to Colophon, overhead and memory.

const cell = (text, width) => String(text).padStart(width);

/** @param rows from run.js @param starts whole processes */
export function printTable(rows, starts) {
  console.log(
    "\nmedians of one run; x is how many times Colophon's time it takes; memory is above an empty Node\n",
  );
  for (const { title, entries, bars } of rows) {
    console.log(title);
    const own = entries[0].milliseconds;
    for (const { label, milliseconds, overhead, peakMiB, state, failed } of entries) {
      if (failed) {
        console.log(`  ${label.padEnd(38)} did not run: ${failed}`);
        continue;
      }
      const ratio = milliseconds / own;
      const bar = bars[label];
      console.log(
        `  ${label.padEnd(38)}${cell(milliseconds.toFixed(2), 10)} ms ${cell(ratio.toFixed(2), 8)} x` +
          `${overhead === undefined ? cell(state ?? "", 11) : cell(`+${overhead} B`, 11)}` +
          `${cell(`${peakMiB.toFixed(0)} MiB`, 10)}` +
          `${bar === undefined ? "" : `   bar ${bar}: ${ratio >= bar ? "kept" : "MISSED"}`}`,
      );
    }
  }
  console.log("start to end of a process");
  for (const { label, milliseconds } of starts)
    console.log(
      `  ${label.padEnd(38)}${cell(milliseconds.toFixed(0), 10)} ms ${cell((milliseconds / starts[0].milliseconds).toFixed(2), 8)} x an empty Node`,
    );
}
