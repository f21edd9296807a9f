// "Add this signer to my list": what it means is said before it can be done. Only the certificates' own bytes go into
// the list, by the choice of the reader: the signer's alone, or whoever vouches for it.
import { useState } from "preact/hooks";
import type { Signer } from "../../src/index.js";
import { plain } from "../plain.js";
import { change, settingsOf } from "../settings.js";
import { text } from "../text.js";
import { freeName, sameList, storedList } from "../trust-entry.js";
import { Inert } from "../ui/inert.js";

export function AddSigner(props: {
  signer: Signer;
  /** Address or name of the file that the certificates came with. */
  source: string;
  certificates: readonly string[];
  onAdded(): void;
}) {
  const { signer, source, certificates, onAdded } = props;
  const [open, setOpen] = useState(false);
  const [which, setWhich] = useState(0);
  const last = certificates.length - 1;
  if (last < 0 || signer.chain.length !== certificates.length) return null;
  if (!open)
    return (
      <button type="button" onClick={() => setOpen(true)}>
        {text("panelAddSigner")}
      </button>
    );
  const choices = last === 0 ? [0] : [0, last];
  const add = async () => {
    const subject = signer.chain[which]?.subject ?? signer.name;
    await addAnchor(certificates[which] ?? "", subject, source);
    setOpen(false);
    onAdded();
  };
  return (
    <fieldset class="add">
      <legend>{text("panelAddSigner")}</legend>
      <p>{text("panelAddNote")}</p>
      {choices.map((place) => (
        <label key={place}>
          <input
            type="radio"
            name="certificate"
            checked={which === place}
            onChange={() => setWhich(place)}
          />
          <span>
            <Inert
              text={text(
                place === 0 ? "panelAddOne" : "panelAddIssuer",
                signer.chain[place]?.subject ?? "",
              )}
            />
            <code>{signer.chain[place]?.sha256}</code>
          </span>
        </label>
      ))}
      <div class="buttons">
        <button type="button" class="main" onClick={() => void add()}>
          {text("panelAddDo")}
        </button>
        <button type="button" onClick={() => setOpen(false)}>
          {text("panelCancel")}
        </button>
      </div>
    </fieldset>
  );
}

/** Puts one certificate on the reader's own list, once. */
async function addAnchor(pem: string, subject: string, source: string): Promise<void> {
  const { lists } = await settingsOf("lists");
  const name = freeName(plain(subject, 80), lists);
  const list = await storedList({ name, use: "signers", pem, source }, new Date());
  if (sameList(list, lists)) return;
  await change({ lists: [...lists, list] });
}
