// One file read twice: as a whole by the engine, and with its hard binding checked natively.
import { containerFor, memorySource } from "../../src/container/index.js";
import {
  type Credential,
  type EngineRefusal,
  isReading,
  readCredential,
  summarize,
} from "../../src/credential/index.js";
import { ColophonError } from "../../src/errors.js";
import { hostEngine } from "../../toolkit/adapter/engine-host.js";
import { bytesSubject } from "../../toolkit/verify/subject.js";

/** What a reading comes to: a state, and every finding's kind and code with the ingredient it is about. */
interface Reading {
  readonly state: string;
  readonly codes: readonly string[];
}

export interface BothReadings {
  readonly native: Reading;
  readonly engine: Reading;
  /** False where the native way left the binding to the engine. */
  readonly checkedNatively: boolean;
}

/** Undefined for a file that the container room refuses to open: `verify` then asks nobody further. */
export async function readBothWays(
  bytes: Uint8Array,
  mediaType: string,
  userAnchors = "",
): Promise<BothReadings | undefined> {
  const subject = bytesSubject("file", "file", bytes);
  let layout: Awaited<ReturnType<NonNullable<ReturnType<typeof containerFor>>["open"]>> | undefined;
  try {
    layout = await containerFor(mediaType)?.open(memorySource(bytes), mediaType);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "CONTAINER_MALFORMED") return undefined;
    throw cause;
  }
  const asset = { mediaType, size: bytes.length, content: bytes, ...(layout && { layout }) };
  const read = async (nativeAbove: number) =>
    readCredential(asset, {
      engine: await hostEngine(),
      ...(userAnchors && { trust: { userAnchors } }),
      hash: (algorithm, pieces) => subject.hash(algorithm, pieces),
      nativeAbove,
    });
  const native = await read(0);
  const engine = await read(Number.POSITIVE_INFINITY);
  const checkedNatively = isReading(native) && native.binding === "native";
  return { native: reading(native), engine: reading(engine), checkedNatively };
}

function reading(read: Credential | EngineRefusal): Reading {
  if (!isReading(read)) return { state: `no reading: ${read.kind}`, codes: [] };
  const { engineState, findings } = summarize(read.store);
  read.free();
  const codes = findings.map(({ kind, code, ingredient }) =>
    ingredient === undefined ? `${kind} ${code}` : `${kind} ${code} of ${ingredient}`,
  );
  return { state: engineState, codes: codes.sort() };
}
