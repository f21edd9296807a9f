// A judge for tests: the "manifest store" is JSON that says how it is to be judged. What is not JSON doesn't hold.
import type { HardBinding, JudgedStore, JudgeStore } from "../../src/archive/index.js";
import { fromHex, toHex, utf8 } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";

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

export const fakeJudge: JudgeStore = async (store) => {
  const text = new TextDecoder().decode(store);
  if (text === "unreadable") throw new ColophonError("ENGINE_FAILED", "the engine gave up");
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
};
