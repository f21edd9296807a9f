// What a reader wants first: who signed and what that name is worth, when and on whose clock, with what, and what is
// said about AI. One neutral colour for every AI label.
import type { ProvenanceNode, State, Verdict } from "../../src/index.js";
import { doneWords } from "../action-words.js";
import type { Checked } from "../messages.js";
import { clauses, plural, size, text } from "../text.js";
import { Fact } from "../ui/fact.js";
import { Address, Inert, Moment } from "../ui/inert.js";
import {
  aiDetails,
  aiName,
  historyHeading,
  signerWords,
  sourceWords,
  timeWords,
  toolWords,
  trainingNote,
  trainingWords,
} from "../words.js";

export function Facts({ checked, name }: { checked: Checked; name: string }) {
  const { verdict, of, fetched, differs } = checked;
  const { state, signer, when, generator, ai, training, title, creator, tree, words } = verdict;
  return (
    <dl class="facts">
      {signer && (
        <Fact term={text("panelSignedBy")} note={signerWords(state)}>
          <SignerNames signer={signer} />
        </Fact>
      )}
      {when && (
        <Fact term={text("panelWhen")} note={timeWords(when)}>
          <Moment iso={when.at} />
        </Fact>
      )}
      {words?.signer && (
        <Fact term={text("panelWordsBy")} note={signerWords(words.state)}>
          <SignerNames signer={words.signer} />
        </Fact>
      )}
      {words?.when && (
        <Fact term={text("panelWordsWhen")} note={timeWords(words.when)}>
          <Moment iso={words.when.at} />
        </Fact>
      )}
      {generator && (
        <Fact term={text("panelMadeWith")}>
          <Inert text={toolWords(generator)} />
        </Fact>
      )}
      {ai && <Ai ai={ai} state={state} />}
      {training && (
        <Fact term={text("panelTraining")} note={trainingNote(state)}>
          {trainingWords(training).map((one) => (
            <span key={one} class="line">
              <Inert text={one} />
            </span>
          ))}
        </Fact>
      )}
      {tree && <Happened tree={tree} state={state} />}
      {of === "file" && title !== undefined && (
        <Fact term={text("panelFileTitle")}>
          <Inert text={title} />
        </Fact>
      )}
      {creator !== undefined && (
        <Fact term={text("panelCreator")}>
          <Inert text={creator} />
        </Fact>
      )}
      <Fact
        term={text("panelChecked")}
        note={
          <>
            {differs && <span class="line strong">{text("panelDiffers")}</span>}
            {fetched > 0 && text("panelFetched", size(fetched))}
          </>
        }
      >
        <span class={of === "address" ? "strong" : ""}>{sourceWords(of)}</span>
      </Fact>
      {of !== "file" && name !== "" && (
        <Fact term={text("panelAddress")}>
          <Address url={name} />
        </Fact>
      )}
    </dl>
  );
}

/** The history in one line, for whoever reads no further. */
function Happened({ tree, state }: { tree: ProvenanceNode; state: State }) {
  const { actions, ingredients } = tree;
  const said = [
    doneWords(actions),
    ingredients.length === 0 ? "" : plural("panelIngredients", ingredients.length),
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <Fact term={historyHeading(state)}>
      <Inert text={clauses(said)} />
    </Fact>
  );
}

function SignerNames({ signer: { name, commonName } }: { signer: NonNullable<Verdict["signer"]> }) {
  const other = commonName !== undefined && commonName !== "" && commonName !== name;
  return (
    <>
      <strong>{name === "" ? text("panelNoName") : <Inert text={name} />}</strong>
      {other && (
        <>
          {" "}
          (<Inert text={commonName} />)
        </>
      )}
    </>
  );
}

/** What an Invalid file says of itself is no more than that. */
function Ai({ ai, state }: { ai: NonNullable<Verdict["ai"]>; state: State }) {
  const details = [...(state === "Invalid" ? [signerWords(state)] : []), ...aiDetails(ai)];
  return (
    <Fact
      term={text("panelAi")}
      note={
        details.length > 0 &&
        details.map((one) => (
          <span key={one} class="line">
            <Inert text={one} />
          </span>
        ))
      }
    >
      <span class="label">{aiName(ai)}</span>
    </Fact>
  );
}
