// One question to the read side and its answer as text, the same in Node and in a page: what differs is a difference.
import { fromHex, toHex } from "../../src/encoding/index.js";
import { fakeJudgeWith } from "../fake/judge-store.js";

type ReadSide = typeof import("./read-side.js");

/** Byte strings are hex, so that questions are JSON. */
export interface Question {
  readonly title: string;
  readonly item?: string;
  /** The id that is asked for. */
  readonly id?: string;
  /** Judge `item` as a record of this copy. */
  readonly copy?: { readonly sha256: string; readonly store?: string };
  readonly bundle?: string;
}

/** What the read side says, errors of ours included. */
export async function answer(readSide: ReadSide, question: Question): Promise<string> {
  try {
    return written(await asked(readSide, question));
  } catch (error) {
    if (!(error instanceof readSide.ColophonError)) return `not one of our errors: ${error}`;
    const { code, message } = error;
    return written({ code, message });
  }
}

async function asked(readSide: ReadSide, { item, id, copy, bundle }: Question): Promise<unknown> {
  if (bundle !== undefined) return readSide.parseBundle(fromHex(bundle));
  const bytes = fromHex(item ?? "");
  if (!copy) {
    const parsed = readSide.parseItem(bytes);
    return [parsed, await readSide.verifyItem(parsed, id === undefined ? {} : { id })];
  }
  const answer = await readSide.verifyRecord(bytes, {
    judge: fakeJudgeWith(readSide.ColophonError),
    copy: {
      sha256: fromHex(copy.sha256),
      ...(copy.store !== undefined && { store: fromHex(copy.store) }),
    },
    archivedIn: "here",
    ...(id !== undefined && { id }),
  });
  return answer.evidence ? [answer, readSide.readAnyRecord(readSide.parseItem(bytes))] : answer;
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? toHex(part) : part instanceof Map ? [...part] : part,
  );
}
