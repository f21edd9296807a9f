// What a reader of ours finds in a text.
import { containerFor, memorySource, type TextCarrier } from "../../../src/container/index.js";

export async function carried(text: Uint8Array, mediaType: string, carrier?: TextCarrier) {
  const layout = await containerFor(mediaType, carrier)!.open(memorySource(text), mediaType);
  const faults = layout.faults ?? [];
  return {
    layout,
    store: await layout.readStore(),
    failures: faults.filter(({ kind }) => kind === "failure").map(({ code }) => code),
    notes: faults.filter(({ kind }) => kind === "informational").map(({ code }) => code),
  };
}
