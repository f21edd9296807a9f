// The results of commands other than `verify`, as labelled values for people.
import type { Field } from "./field.js";
import type {
  EndLine,
  IdentityLine,
  PlannedLine,
  ProgressLine,
  RecordLine,
  RuleLine,
  SignedLine,
  TrustListLine,
} from "./line.js";
import type { Of } from "./printer.js";
import { dayWords, momentWords, sizeWords } from "./quantity.js";
import { labelWords, NAMELESS } from "./signed-text-words.js";
import {
  blockWords,
  evidenceWords,
  matchWords,
  STATES,
  signerName,
  withdrawnWords,
} from "./words.js";

export function signedFields(signed: Of<SignedLine>, verbose: boolean): Field[] {
  const { signer, organisation } = signed;
  const clock = signed.timeStamped ? "time-stamped" : "by this computer's clock";
  const added = `${sizeWords(signed.overheadBytes)} added`;
  const what =
    signed.input === "-"
      ? "standard input"
      : `${signed.input} (${signed.mediaType}), which stays as it was`;
  const from =
    signed.sidecar === undefined
      ? `${what}; ${added}`
      : `the credential of ${signed.input} (${signed.mediaType}), which stays as it was`;
  return [
    ["Signed by", signerName({ name: organisation ?? signer, commonName: signer })],
    ["When", `${momentWords(signed.at)}, ${clock}`],
    ["What", from],
    ["AI", signed.generated ? "declared as AI-generated" : undefined],
    ["Credential", verbose ? signed.manifest : undefined],
    signed.record === undefined ? ["Archived", "no"] : ["Archived as", signed.record],
    ["Words", signed.textRecord],
    ["Receipt", signed.receipt],
  ];
}

export function recordFields(record: Of<RecordLine>): Field[] {
  return [
    [
      "What",
      `${record.kind} record${record.bytes === undefined ? "" : `, ${sizeWords(record.bytes)}`}`,
    ],
    ["Level", `${record.level}: ${evidenceWords(record.level)}`],
    ["Title", record.title],
    ["File", record.path],
    ["Match", record.match === undefined ? undefined : matchWords(record.match)],
    ["Block", record.block && blockWords(record.block)],
    ["Withdrawn", record.withdrawn && withdrawnWords(record.withdrawn)],
    ["Replaced by", record.supersededBy],
    [record.kind === "withdrawal" ? "Takes back" : "Replaces", record.supersedes],
    ["Why", record.reason],
    ["Words", record.words === undefined ? undefined : String(record.words)],
    ["In common", record.text && labelWords(record.text, record.signer ?? NAMELESS)],
    ["Files", record.files === undefined ? undefined : String(record.files)],
    ["Media type", record.mediaType],
    ["Credential", record.manifest],
    ["Signed by", record.signer],
    ["When", record.at === undefined ? undefined : momentWords(record.at)],
    ["Owner", record.owner],
    ["Kept in", record.archivedIn],
    ["Tags", ...(record.tags ?? []).map(({ name, value }) => `${name}: ${value}`)],
  ];
}

export function identityFields(identity: Of<IdentityLine>): Field[] {
  const { commonName, organisation } = identity;
  const names = [...new Set([commonName, organisation])].filter((name) => name !== undefined);
  const key = identity.key === "external" ? "held by an external signer" : identity.key;
  return [
    ["Name", names.length > 0 ? names.join(", ") : undefined],
    ["Algorithm", `${identity.algorithm}; private key ${key}`],
    ["Valid from", identity.notBefore === undefined ? undefined : dayWords(identity.notBefore)],
    ["Valid until", dayWords(identity.notAfter)],
    ["Issued by", identity.issuer],
    ["SHA-256", identity.sha256],
    ["Root SHA-256", identity.rootSha256],
    ["Records by", identity.archiveOwner],
    ["Folder", identity.folder],
    ["Used", identity.isDefault ? "when no other is named" : undefined],
  ];
}

export function trustFields(list: Of<TrustListLine>): Field[] {
  return [
    ["For", `${list.use}, ${list.anchors} certificate${list.anchors === 1 ? "" : "s"}`],
    ["Source", list.source],
    ["SHA-256", list.sha256],
    ["Updated", list.updatedAt === undefined ? undefined : momentWords(list.updatedAt)],
    ["Changed", list.changed === undefined ? undefined : list.changed ? "yes" : "no"],
  ];
}

export function ruleFields(rule: Of<RuleLine>): Field[] {
  if (rule.holds) return [["holds", rule.message]];
  const remedy = rule.remedy === undefined ? undefined : `remedy: ${rule.remedy}`;
  return [[rule.warning ? "warning" : "BROKEN", rule.message, remedy, `rule: ${rule.rule}`]];
}

export function endWords({ done, failed, states, kept, left, seconds }: Of<EndLine>): string {
  const counts = STATES.filter((state) => states?.[state]).map(
    (state) => `${states?.[state]} ${state}`,
  );
  if (kept) counts.push(kept === done ? "signed before" : `${kept} of them signed before`);
  const files = `${done} file${done === 1 ? "" : "s"} done`;
  const detail = counts.length === 0 ? "" : `: ${counts.join(", ")}`;
  const rest = [...(failed === 0 ? [] : [`${failed} failed`]), ...(left ? [`${left} left`] : [])];
  const time = seconds === undefined ? "" : ` (${durationWords(seconds)})`;
  return `${files}${detail}${rest.map((words) => `; ${words}`).join("")}${time}`;
}

/** One line about a batch that goes on. */
export function progressWords(progress: Of<ProgressLine>): string {
  const { done, total } = progress;
  return `${done} of ${total} files, ${rateWords(progress)}`;
}

/** Rate, failures and what is left of the time. */
export function rateWords({ failed, perSecond, secondsLeft }: Of<ProgressLine>): string {
  const rate = perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1);
  return [
    `${rate} a second`,
    ...(secondsLeft === undefined ? [] : [`${durationWords(secondsLeft)} left`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(", ");
}

function durationWords(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Why a file would be signed. */
export const WHY: Readonly<Record<PlannedLine["why"], string>> = {
  new: "new",
  changed: "the file changed",
  options: "other options",
  gone: "the signed file is gone",
};
