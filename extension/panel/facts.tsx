// What a reader wants first: who signed and what that name is worth, when and on whose clock, with what, and what is
// said about AI. One neutral colour for every AI label.
import type { Verdict } from "../../src/index.js";
import type { Checked } from "../messages.js";
import { size, text } from "../text.js";
import { Fact } from "../ui/fact.js";
import { Address, Inert, Moment } from "../ui/inert.js";
import { aiDetails, aiName, signerWords, sourceWords, timeWords, toolWords } from "../words.js";

export function Facts({ checked, name }: { checked: Checked; name: string }) {
  const { verdict, of, fetched } = checked;
  const { state, signer, when, generator, ai, title, creator } = verdict;
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
      {generator && (
        <Fact term={text("panelMadeWith")}>
          <Inert text={toolWords(generator)} />
        </Fact>
      )}
      {ai && <Ai ai={ai} />}
      {title !== undefined && (
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
        note={fetched > 0 ? text("panelFetched", size(fetched)) : undefined}
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

function Ai({ ai }: { ai: NonNullable<Verdict["ai"]> }) {
  const details = aiDetails(ai);
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
