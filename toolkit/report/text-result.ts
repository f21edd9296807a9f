// The results of commands other than `verify`, as labelled values for people.
import type { Field } from "./field.js";
import type {
  EndLine,
  IdentityLine,
  RecordLine,
  RuleLine,
  SignedLine,
  TrustListLine,
} from "./line.js";
import type { Of } from "./printer.js";
import { dayWords, momentWords, sizeWords } from "./quantity.js";
import { labelWords } from "./signed-text-words.js";
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
    [
      "In common",
      record.text && labelWords(record.text, record.signer ?? "a signer without a name"),
    ],
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

export function endWords({ done, failed, states }: Of<EndLine>): string {
  const counts = STATES.filter((state) => states?.[state]).map(
    (state) => `${states?.[state]} ${state}`,
  );
  const files = `${done} file${done === 1 ? "" : "s"} done`;
  const detail = counts.length === 0 ? "" : `: ${counts.join(", ")}`;
  return `${files}${detail}${failed === 0 ? "" : `; ${failed} failed`}`;
}
