// What verify does with a JPEG: the engine reads, trust judges.
import { isReading, signatureBytes, summarize } from "../../../src/credential/index.js";
import { type ParsedCoseSign1, parseCoseSign1 } from "../../../src/signature/index.js";
import {
  engineTrust,
  type Judgement,
  judge,
  type TrustLists,
  type TrustSources,
  toPem,
  trustLists,
} from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";

export interface Judged extends Judgement {
  readonly signature: ParsedCoseSign1;
}

export async function judged(
  jpeg: Uint8Array,
  lists: TrustLists,
  now = new Date(),
): Promise<Judged> {
  const engine = await hostEngine();
  const reading = await engine.read("image/jpeg", jpeg, engineTrust(lists));
  if (!isReading(reading)) throw new Error(`no reading: ${reading.kind}`);
  try {
    const { engineState, findings, manifest } = summarize(reading.store);
    const bytes = signatureBytes(reading.storeBytes(), manifest ?? "");
    const signature = parseCoseSign1(bytes ?? new Uint8Array(0));
    const { chain, timeStampTokens: timeStamps } = signature;
    return {
      ...(await judge({ engineState, findings, chain, timeStamps, lists, now })),
      signature,
    };
  } finally {
    reading.free();
  }
}

/** Lists of roots, each kind under its own name. */
export function listsWith(roots: { readonly [K in keyof TrustSources]?: Uint8Array }): TrustLists {
  return trustLists(
    Object.fromEntries(
      Object.entries(roots).map(([kind, root]) => [kind, [{ name: kind, pem: toPem([root]) }]]),
    ),
  );
}

export const codes = ({ findings }: Judgement, kind = "failure"): string[] =>
  findings.filter((finding) => finding.kind === kind).map(({ code }) => code);
