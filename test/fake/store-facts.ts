// What a receipt compares with a manifest store, for the stores of judge-store.ts; for pages, too, so without Node.
import type { StoreFacts } from "../../src/archive/index.js";
import { utf8 } from "../../src/encoding/index.js";

/** What fakeJudge's store says of itself beside the judgement. */
export function fakeFacts(store: Uint8Array): StoreFacts {
  const said = JSON.parse(new TextDecoder().decode(store)) as { manifest: string; title: string };
  return {
    manifest: said.manifest,
    signature: utf8(`signature of ${said.title}`),
    certificate: utf8(`certificate of ${said.title}`),
    signer: `signer of ${said.title}`,
  };
}
