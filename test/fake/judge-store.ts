// A judge for tests: the "manifest store" is JSON that says how it is to be judged. What is not JSON doesn't hold.
import type { HardBinding, JudgedStore, JudgeStore } from "../../src/archive/index.js";
import { fromHex, toHex, utf8 } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/errors.js";

interface Written
  extends Omit<JudgedStore, "signerKey" | "signerSpki" | "hardBinding" | "findings"> {
  readonly signerKey?: string;
  readonly signerSpki?: string;
  readonly hardBinding?: { label: string; algorithm: string; hash: string };
}

/** Bytes that fakeJudge judges as `judged`. */
export function fakeStore(judged: Partial<JudgedStore> & { manifest: string }): Uint8Array {
  const { signerKey, signerSpki, hardBinding, ...rest } = judged;
  return utf8(
    JSON.stringify({
      state: "Valid",
      ...rest,
      ...(signerKey && { signerKey: toHex(signerKey) }),
      ...(signerSpki && { signerSpki: toHex(signerSpki) }),
      ...(hardBinding && { hardBinding: { ...hardBinding, hash: toHex(hardBinding.hash) } }),
    }),
  );
}

export const fakeJudge = fakeJudgeWith(ColophonError);

/** As fakeJudge, with the error class of the bundle that it is to judge for. */
export function fakeJudgeWith(Failure: typeof ColophonError): JudgeStore {
  return async (store) => judged(new TextDecoder().decode(store), Failure);
}

function judged(text: string, Failure: typeof ColophonError): JudgedStore {
  if (text === "unreadable") throw new Failure("ENGINE_FAILED", "the engine gave up");
  if (!text.startsWith("{")) return { state: "None", manifest: "", findings: [] };
  const { signerKey, signerSpki, hardBinding, ...rest } = JSON.parse(text) as Written;
  const binding: HardBinding | undefined = hardBinding && {
    ...hardBinding,
    hash: fromHex(hardBinding.hash),
  };
  return {
    ...rest,
    ...(signerKey && { signerKey: fromHex(signerKey) }),
    ...(signerSpki && { signerSpki: fromHex(signerSpki) }),
    ...(binding && { hardBinding: binding }),
    findings: [
      { code: "claimSignature.validated", kind: "success", explanation: "", source: "engine" },
      ...(rest.state === "Invalid"
        ? ([
            { code: "claimSignature.mismatch", kind: "failure", explanation: "", source: "engine" },
          ] as const)
        : []),
    ],
  };
}
