// Signed texts that have the words of a passage: by whom, when, how much of it, which words differ, and what stands around
// them there. Several are shown together: who archived a text first need not have written it.
import type { SignedText, TextEvidence } from "../../src/index.js";
import { signedTextName, signedTextWords } from "../passage-words.js";
import { number, text } from "../text.js";
import { directionOf } from "../ui/direction.js";
import { Fact } from "../ui/fact.js";
import { Address, Inert, Moment } from "../ui/inert.js";
import { evidenceWords, signerWords, timeWords, withdrawnWords } from "../words.js";
import { Level } from "./archive.js";

export function SignedTexts({ found }: { found: TextEvidence }) {
  const { texts } = found;
  const signers = new Set(texts.map(({ archive }) => archive.owner));
  return (
    <section>
      <h3>
        {text("textSigned")} <span class="count">{number(texts.length)}</span>
      </h3>
      {signers.size > 1 && <p class="warning">{text("textSeveral")}</p>}
      <ol class="signed-texts">
        {texts.map((one) => (
          <li key={one.archive.id}>
            <OneText signed={one} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function OneText({ signed }: { signed: SignedText }) {
  const { label, archive, state, when, title, canonicalUrl, context, differences } = signed;
  const { signer, level, withdrawn } = archive;
  return (
    <>
      <p>
        <span class="label">{signedTextName(label)}</span> {signedTextWords(label)}
      </p>
      <dl class="facts">
        <Fact term={text("panelSignedBy")} note={signerWords(state)}>
          <strong>
            <Inert text={signer ?? text("summaryNameless")} />
          </strong>
        </Fact>
        {when && (
          <Fact term={text("panelWhen")} note={timeWords(when)}>
            <Moment iso={when.at} />
          </Fact>
        )}
        {withdrawn && (
          <Fact term={text("panelWithdrawn")}>
            <Inert text={withdrawnWords(withdrawn)} />
          </Fact>
        )}
        {title !== undefined && (
          <Fact term={text("panelFileTitle")}>
            <Inert text={title} />
          </Fact>
        )}
        {canonicalUrl !== undefined && (
          <Fact term={text("textPublished")}>
            <Address url={canonicalUrl} />
          </Fact>
        )}
        <Fact term={text("textShare")}>
          <Counts signed={signed} />
        </Fact>
        <Fact term={text("panelArchive")} note={evidenceWords(level)}>
          <Level level={level} />
        </Fact>
      </dl>
      {differences.length > 0 && <Differences sentences={differences} />}
      {context && <Context {...context} />}
    </>
  );
}

function Counts({ signed: { blocks, sentences, share } }: { signed: SignedText }) {
  return (
    <>
      <span class="line">{text("textParagraphs", number(blocks.found), number(blocks.of))}</span>
      <span class="line">
        {text("textOfPassage", number(sentences.found), number(sentences.of))}
      </span>
      <span class="line">{text("textOfSigned", number(share.found), number(share.of))}</span>
    </>
  );
}

/** Sentences that are drawn at once. */
const MOST = 12;

type WordRun = SignedText["differences"][number][number];

function Differences({ sentences }: { sentences: readonly (readonly WordRun[])[] }) {
  return (
    <>
      <h4>{text("textDifferences")}</h4>
      <p class="soft">{text("textDifferencesNote")}</p>
      <ul class="differences">
        {sentences.slice(0, MOST).map((runs, i) => (
          <li key={i} dir={directionOf(runs.map((run) => run.text).join(" "))}>
            {runs.map((run, j) => (
              <Run key={j} run={run} />
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What screen readers make of ins and del differs, so it is said in words, too. */
function Run({ run: { kind, text: words } }: { run: WordRun }) {
  const shown = <Inert text={words} longest={600} />;
  if (kind === "same") return <>{shown} </>;
  return (
    <>
      {kind === "passage" ? (
        <ins>
          <span class="unseen">{text("textOnlyHere")} </span>
          {shown}
        </ins>
      ) : (
        <del>
          <span class="unseen">{text("textOnlySigned")} </span>
          {shown}
        </del>
      )}{" "}
    </>
  );
}

function Context({ before, after }: { before: string; after: string }) {
  return (
    <>
      <h4>{text("textContext")}</h4>
      <blockquote class="passage" dir={directionOf(`${before} ${after}`)}>
        <span class="soft">
          <Inert text={before} longest={400} />
        </span>{" "}
        <mark>{text("textContextHere")}</mark>{" "}
        <span class="soft">
          <Inert text={after} longest={400} />
        </span>
      </blockquote>
    </>
  );
}
