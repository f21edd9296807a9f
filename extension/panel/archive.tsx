// An archive record: how far it is proven stands first. Without one: what a look-up would tell to whom, and a button.
import { isTextType } from "../../src/container/index.js";
import type { ArchiveBlock, ArchiveEvidence, EvidenceLevel } from "../../src/index.js";
import type { Settings } from "../settings.js";
import { moment, plural, text } from "../text.js";
import { Fact } from "../ui/fact.js";
import { Address, Inert, webAddress } from "../ui/inert.js";
import { Leave } from "../ui/leave.js";
import { batchWords, evidenceWords, levelName, matchWords, withdrawnWords } from "../words.js";
import type { Detail } from "./panel-state.js";

const LEVELS: readonly EvidenceLevel[] = ["listed", "authentic", "in block", "agreed"];

export function ArchiveRecord({ archive }: { archive: ArchiveEvidence }) {
  const { level, match, withdrawn, supersededBy, batch, block, signer } = archive;
  return (
    <section>
      <h3>{text("panelArchive")}</h3>
      <Levels level={level} />
      <dl class="facts">
        <Fact term={text("panelLevel")} note={evidenceWords(level)}>
          <Level level={level} />
        </Fact>
        <Fact term={text("panelMatch")}>{matchWords(match)}</Fact>
        {withdrawn && (
          <Fact term={text("panelWithdrawn")}>
            <Inert text={withdrawnWords(withdrawn)} />
          </Fact>
        )}
        {supersededBy !== undefined && (
          <Fact term={text("panelReplaced")} note={text("panelReplacedNote")}>
            <Code text={supersededBy} />
          </Fact>
        )}
        {batch && <Fact term={text("panelArchived")}>{batchWords(batch)}</Fact>}
        {block && <Block block={block} />}
        {signer !== undefined && (
          <Fact term={text("panelSignedBy")}>
            <Inert text={signer} />
          </Fact>
        )}
        <Fact term={text("panelKept")}>
          <Address url={archive.archivedIn} />
        </Fact>
        <Fact term={text("panelId")}>
          <Code text={archive.id} />
        </Fact>
        <Fact term={text("panelOwner")}>
          <Code text={archive.owner} />
        </Fact>
        <Fact term={text("panelCredential")}>
          <Code text={archive.manifest} />
        </Fact>
      </dl>
    </section>
  );
}

/** A level by its name in the reader's language, and by the term of the command and the documents where that is another. */
export function Level({ level }: { level: EvidenceLevel }) {
  const name = levelName(level);
  return (
    <>
      <strong>{name}</strong>
      {name !== level && (
        <>
          {" "}
          <code lang="en" dir="ltr">
            {level}
          </code>
        </>
      )}
    </>
  );
}

function Levels({ level }: { level: EvidenceLevel }) {
  const reached = LEVELS.indexOf(level);
  return (
    <ol class="levels" aria-label={text("panelLevels")}>
      {LEVELS.map((one, i) => (
        <li
          key={one}
          class={i <= reached ? "reached" : "ahead"}
          {...(i === reached && { "aria-current": "step" as const })}
        >
          <span>{levelName(one)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The time is the block's own, and as good as the gateways that name it. */
function Block({ block }: { block: ArchiveBlock }) {
  const { height, id, at, confirmations, gateways } = block;
  const words = `${height}, ${moment(at)}, ${plural("confirmations", confirmations)}`;
  return (
    <Fact
      term={text("panelBlock")}
      note={
        <>
          <Inert text={text("panelReportedBy", gateways.join(", "))} /> <Code text={id} />
        </>
      }
    >
      <Inert text={words} />
    </Fact>
  );
}

function Code({ text: words }: { text: string }) {
  return (
    <code>
      <Inert text={words} longest={120} />
    </code>
  );
}

/** What gateways learn. */
const NOTES = {
  file: { private: "panelLookUpPrivate", exact: "panelLookUpExact" },
  textFile: { private: "textFileLookUpPrivate", exact: "textFileLookUpExact" },
  text: { private: "textLookUpPrivate", exact: "textLookUpExact" },
} as const;

/** A text that no credential of its own speaks for: its words are looked up, too. */
function isTextFile({ result }: Detail): boolean {
  const { mediaType, state } = result?.ok ? result.value.verdict : {};
  const isSpokenFor = state === "Trusted" || state === "Valid";
  return mediaType !== undefined && isTextType(mediaType) && !isSpokenFor;
}

const NOBODY_ANSWERED = "colophon.archive.gatewaysFailed";

/** The button that asks the gateways, after it has said what they learn. */
export function LookUp(props: {
  detail: Detail;
  settings: Pick<Settings, "gateways" | "privateLookup">;
  onLookUp(): void;
}) {
  const { detail, settings, onLookUp } = props;
  const hosts = settings.gateways.map((url) => webAddress(url)?.host ?? "").filter(Boolean);
  const asking = detail.asking === "archive";
  if (hosts.length === 0)
    return (
      <section>
        <h3>{text("panelArchive")}</h3>
        <p class="soft">{text("panelNoGateway")}</p>
      </section>
    );
  const { result, isText } = detail;
  const nothing = isText ? "textNoneWords" : "panelNothingFound";
  const found = result?.ok && result.value.verdict.text;
  const failed =
    result?.ok && result.value.verdict.findings.some(({ code }) => code === NOBODY_ANSWERED);
  const what = isText ? "text" : isTextFile(detail) ? "textFile" : "file";
  const note = NOTES[what][settings.privateLookup ? "private" : "exact"];
  return (
    <section class="ask">
      <h3>{text("panelArchive")}</h3>
      {detail.lookedUp && !asking && (failed || !found) && (
        <p role="alert">{text(failed ? "errorGateway" : nothing)}</p>
      )}
      <p class="soft" id="look-up-note">
        {text(note, hosts.join(", "))}
      </p>
      <button
        type="button"
        aria-describedby="look-up-note"
        aria-disabled={asking}
        onClick={asking ? undefined : onLookUp}
      >
        {text(asking ? "panelLookingUp" : "panelLookUp")}
      </button>
      {detail.lookedUp && failed && !asking && (
        <Leave urls={settings.gateways} onGranted={onLookUp} />
      )}
    </section>
  );
}
