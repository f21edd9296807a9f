// Recognises a C2PA manifest store: a JUMBF superbox (ISO 19566-5) whose description box has the C2PA type.
//   u32 length | "jumb" | u32 length | "jumd" | 63327061-0011-0010-8000-00AA00389B71 | toggles | "c2pa\0"
import { equal, fourCC, fromHex, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";

const C2PA_STORE = fromHex("6332706100110010800000aa00389b71");

/** True when these bytes start a C2PA manifest store (24 bytes are enough to tell). */
export function startsManifestStore(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 32 &&
    fourCC(bytes, 4) === "jumb" &&
    fourCC(bytes, 12) === "jumd" &&
    equal(bytes.subarray(16, 32), C2PA_STORE)
  );
}

/** The length a store says it has; 0 when the bytes are too short to tell. */
export function storeLength(bytes: Uint8Array): number {
  return bytes.length >= 4 ? view(bytes).getUint32(0) : 0;
}

const MAX_STORE = 256 * 1024 * 1024;

/** The length, unless no reader should hold that much in memory. @throws ColophonError CONTAINER_MALFORMED */
export function checkedStoreLength(length: number): number {
  if (length > MAX_STORE)
    throw new ColophonError(
      "CONTAINER_MALFORMED",
      `the manifest claims ${length} bytes, which no real one has`,
    );
  return length;
}
