// The gateways at which the archive is looked up: which, in which order, whether they answer, and how much they learn.
import { useState } from "preact/hooks";
import { openGateway } from "../../src/index.js";
import { plain } from "../plain.js";
import { gatewayAddress, MAX_GATEWAYS } from "../settings-form.js";
import { number, text } from "../text.js";
import { ask } from "./ask.js";
import { useKeep } from "./keep.js";

export function Gateways() {
  const { settings, change } = useKeep();
  const { gateways, privateLookup } = settings;
  return (
    <section aria-labelledby="gateways">
      <h2 id="gateways">{text("optionsGateways")}</h2>
      <p>{text("optionsGatewaysWords")}</p>
      {gateways.length === 0 && <p class="soft">{text("optionsGatewaysNone")}</p>}
      <ol class="plain">
        {gateways.map((url, at) => (
          <GatewayLine key={url} url={url} at={at} />
        ))}
      </ol>
      <AddGateway />
      <label class="choice">
        <input
          type="checkbox"
          checked={privateLookup}
          aria-describedby="private-words"
          onChange={(event) => {
            const on = event.currentTarget.checked;
            void change({ privateLookup: on }, text(on ? "optionsPrivateOn" : "optionsPrivateOff"));
          }}
        />
        {text("optionsPrivate")}
      </label>
      <p class="soft" id="private-words">
        {text("optionsPrivateWords")}
      </p>
    </section>
  );
}

function GatewayLine({ url, at }: { url: string; at: number }) {
  const { settings, change } = useKeep();
  const { gateways } = settings;
  const [tested, setTested] = useState("");
  const test = async () => {
    setTested(text("optionsTesting", url));
    setTested(await answerOf(url));
  };
  const others = gateways.filter((one) => one !== url);
  const up = [...others.slice(0, at - 1), url, ...others.slice(at - 1)];
  return (
    <li class="card">
      <div class="line">
        <span class="grow">
          <bdi>{url}</bdi>
        </span>
        <button
          type="button"
          disabled={at === 0}
          aria-label={text("optionsUpOne", url)}
          onClick={() => void change({ gateways: up }, text("optionsUpDone", url))}
        >
          {text("optionsUp")}
        </button>
        <button type="button" aria-label={text("optionsTestOne", url)} onClick={() => void test()}>
          {text("optionsTest")}
        </button>
        <button
          type="button"
          aria-label={text("optionsRemoveOne", url)}
          onClick={() => void change({ gateways: others }, text("optionsRemoved", url))}
        >
          {text("optionsRemove")}
        </button>
      </div>
      <p class="soft tested" role="status">
        {tested}
      </p>
    </li>
  );
}

/** What a gateway says to a harmless question, in words that name the question. */
async function answerOf(url: string): Promise<string> {
  const question = `${url}/info`;
  try {
    const height = await openGateway(url, ask).height();
    return text("optionsTestWell", question, number(height));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return text("optionsTestBad", question, plain(why, 300));
  }
}

function AddGateway() {
  const { settings, change, fail } = useKeep();
  const [typed, setTyped] = useState("");
  const { gateways } = settings;
  const add = async (event: Event) => {
    event.preventDefault();
    const wanted = typed.trim();
    const url = gatewayAddress(/^https?:\/\//i.test(wanted) ? wanted : `https://${wanted}`);
    if (url === undefined) return fail(text("optionsGatewayUnfit"));
    if (gateways.includes(url)) return fail(text("optionsGatewayThere"));
    if (gateways.length >= MAX_GATEWAYS) return fail(text("optionsGatewayMany", MAX_GATEWAYS));
    await change({ gateways: [...gateways, url] }, text("optionsGatewayAdded", url));
    setTyped("");
  };
  return (
    <form class="line" onSubmit={(event) => void add(event)}>
      <label>
        {text("optionsGateway")}
        <input
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          placeholder="https://gateway.example"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
        />
      </label>
      <button type="submit" disabled={typed.trim() === ""}>
        {text("optionsAdd")}
      </button>
    </form>
  );
}
