// What a mark says in one line: who signed, what that is worth, and what is declared about AI.
import type { ArchiveEvidence, Verdict } from "../../src/index.js";
import { isFoundByWords } from "../found-by-words.js";
import type { PageItem } from "../messages.js";
import { passageName } from "../passage-words.js";
import { plain } from "../plain.js";
import { text } from "../text.js";
import { aiName, signerName, stateName, stateShort } from "../words.js";
import type { MarkOf } from "./mark.js";

/** The mark for what came of a check; none where no credential was found. */
export function markFor(checked: PageItem["checked"]): MarkOf | undefined {
  if (!checked?.ok) return undefined;
  const { state, signer, ai, archive } = checked.value.verdict;
  if (state === "NotChecked") return undefined;
  // What an archive merely lists was not checked, and counts for nothing.
  if (isFoundByWords(checked.value.verdict))
    return {
      state: "Found",
      line: plain(`${passageName(checked.value)}: ${signersOf(checked.value.verdict)}`),
    };
  if (state === "None")
    return archive && archive.level !== "listed"
      ? { state: "Found", line: plain(archiveWords(archive)) }
      : undefined;
  const label = passageName(checked.value);
  const declared = ai && ai.kind !== "not-declared" && state !== "Invalid";
  const worth =
    label === "" ? `${stateName(state)}: ${stateShort(state)}` : `${stateName(state)}: ${label}`;
  return {
    state,
    line: plain(signer && state !== "Invalid" ? `${signerName(signer)} · ${worth}` : worth),
    ...(declared && { ai: plain(aiName(ai)) }),
  };
}

function archiveWords({ signer, withdrawn }: ArchiveEvidence): string {
  const found = signer ? text("summaryFoundName", signer) : text("summaryFound");
  return withdrawn ? `${found} ${text("summaryWithdrawn")}` : found;
}

/** Those whose texts have the words as well as any. */
function signersOf({ text }: Verdict): string {
  const names = (text?.texts ?? [])
    .filter(({ label }) => label === text?.label)
    .map(({ archive }) => archive.signer ?? "");
  return [...new Set(names)].filter(Boolean).join(", ");
}
