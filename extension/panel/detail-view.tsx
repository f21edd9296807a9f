// One file in full. First what a reader wants (picture, state in words, signer, time, tool, AI), then what stands behind it.
import { useLayoutEffect, useRef } from "preact/hooks";
import { isFoundByWords } from "../found-by-words.js";
import type { Checked, Result } from "../messages.js";
import { plain } from "../plain.js";
import type { Settings } from "../settings.js";
import { text } from "../text.js";
import { StateBadge } from "../ui/badge.js";
import { Inert, webAddress } from "../ui/inert.js";
import { fileName } from "../ui/listing.js";
import { summaryWords } from "../verdict-words.js";
import { errorWords } from "../words.js";
import { AddSigner } from "./add-signer.js";
import { ArchiveRecord, LookUp } from "./archive.js";
import { Certificates } from "./certificates.js";
import { CopyReport } from "./copy-report.js";
import { Facts } from "./facts.js";
import { Findings } from "./findings.js";
import { History } from "./history.js";
import type { Detail } from "./panel-state.js";
import { Preview } from "./preview.js";
import { PassageOutcome, Quoted } from "./text-passage.js";
import { SignedTexts } from "./text-signed.js";

interface DetailActions {
  lookUp(): void;
  fetchRemote(url: URL): void;
  added(): void;
  say(words: string): void;
}

interface DetailProps {
  readonly detail: Detail;
  readonly settings: Pick<Settings, "gateways" | "privateLookup">;
  readonly actions: DetailActions;
}

export function DetailView({ detail, settings, actions }: DetailProps) {
  const { result, subject, name, picture } = detail;
  const checked = result?.ok ? result.value : undefined;
  const title = detail.isText
    ? name
    : checked?.verdict.title || fileName(name) || text("panelNoName");
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const kept = checked?.verdict.tree?.thumbnail;
  return (
    <article aria-labelledby="name">
      <Preview own={picture} kept={kept && checked?.pictures?.get(kept.uri)} />
      <header>
        <h2 id="name" tabIndex={-1} ref={heading}>
          <Inert text={subject.from === "file" ? name : title} longest={160} />
        </h2>
        <Outcome result={result} />
      </header>
      {checked && <Evidence {...{ detail, checked, settings, actions }} />}
    </article>
  );
}

function Outcome({ result }: { result: Result<Checked> | undefined }) {
  if (!result) return <p class="soft">{text("panelReading")}</p>;
  if (!result.ok)
    return (
      <>
        <p class="big">
          <StateBadge look="NotChecked" />
        </p>
        <p>{errorWords(result.code)}</p>
        <p class="soft">
          <Inert text={text("panelErrorDetail", plain(result.message))} />
        </p>
      </>
    );
  const { verdict, differs, words } = result.value;
  if (words) return <PassageOutcome checked={result.value} />;
  const kept = verdict.state === "None" && verdict.archive && verdict.archive.level !== "listed";
  return (
    <>
      <p class="big">
        <StateBadge look={kept || isFoundByWords(verdict) ? "Found" : verdict.state} />
      </p>
      <p class="says">
        <Inert text={summaryWords(verdict)} longest={900} />
      </p>
      {differs && <p class="warning">{text("panelDiffers")}</p>}
    </>
  );
}

function Evidence(props: DetailProps & { checked: Checked }) {
  const { detail, checked, settings, actions } = props;
  const { verdict, pictures = new Map(), certificates = [] } = checked;
  const { state, tree, signer, archive, manifest } = verdict;
  return (
    <>
      {checked.words && <Quoted words={checked.words} />}
      {verdict.text && <SignedTexts found={verdict.text} />}
      <Findings verdict={verdict} groups={["failed"]} />
      <Facts checked={checked} name={detail.isText ? "" : detail.name} />
      <Remote {...props} />
      {tree && (
        <History tree={tree} state={state} pictures={{ kept: pictures, own: detail.picture }} />
      )}
      <Findings verdict={verdict} groups={["history", "notable"]} />
      {archive ? (
        <ArchiveRecord archive={archive} />
      ) : (
        <LookUp detail={detail} settings={settings} onLookUp={actions.lookUp} />
      )}
      <div class="folds">
        <Findings verdict={verdict} groups={["rest"]} />
        {signer && <Certificates chain={signer.chain} />}
      </div>
      {signer && state === "Valid" && (
        <AddSigner
          signer={signer}
          source={detail.name}
          certificates={certificates}
          onAdded={actions.added}
        />
      )}
      <CopyReport name={detail.name} checked={checked} say={actions.say} />
      {manifest !== undefined && (
        <p class="soft urn">
          {text("panelCredential")}{" "}
          <code>
            <Inert text={manifest} longest={160} />
          </code>
        </p>
      )}
    </>
  );
}

/** Credentials that the file says are elsewhere: the host by name, and nothing fetched before a click. */
function Remote({ checked, detail, actions }: DetailProps & { checked: Checked }) {
  const { remoteManifest } = checked.verdict;
  if (remoteManifest === undefined) return null;
  const url = webAddress(remoteManifest);
  const asking = detail.asking === "remote";
  return (
    <section class="ask">
      <h3>{text("panelRemote")}</h3>
      <p>
        <code>
          <Inert text={remoteManifest} longest={300} />
        </code>
      </p>
      {url && (
        <>
          <p class="soft" id="remote-note">
            {text("panelRemoteNote", url.host)}
          </p>
          <button
            type="button"
            aria-describedby="remote-note"
            aria-disabled={asking}
            onClick={asking ? undefined : () => actions.fetchRemote(url)}
          >
            <bdi>{text(asking ? "panelReading" : "panelRemoteFetch", url.host)}</bdi>
          </button>
        </>
      )}
    </section>
  );
}
