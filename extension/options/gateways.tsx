// The gateways at which the archive is looked up: which, in which order, whether they answer, and how much they learn.
import { useState } from "preact/hooks";
import { type Http, openGateway } from "../../src/index.js";
import { guardedHttp } from "../guarded-http.js";
import { plain } from "../plain.js";
import { gatewayAddress, MAX_GATEWAYS } from "../settings-form.js";
import { number, text } from "../text.js";
import { Leave } from "../ui/leave.js";
import { useKeep } from "./keep.js";
import { LineForm } from "./line-form.js";

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
  const [tested, setTested] = useState<Tested>({ words: "", well: true });
  const test = async () => {
    setTested({ words: text("optionsTesting", url), well: true });
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
        {tested.words}
      </p>
      {!tested.well && <Leave urls={[url]} onGranted={() => void test()} />}
    </li>
  );
}

interface Tested {
  readonly words: string;
  readonly well: boolean;
}

/** What a gateway says to a harmless question, in words that name the question. */
async function answerOf(url: string): Promise<Tested> {
  const question = `${url}/info`;
  const http: Http = (at, asked) => guardedHttp(at, { ...asked, cache: "no-store" });
  try {
    const height = await openGateway(url, http).height();
    return { words: text("optionsTestWell", question, number(height)), well: true };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { words: text("optionsTestBad", question, plain(why, 300)), well: false };
  }
}

function AddGateway() {
  const { settings, change, fail } = useKeep();
  const [typed, setTyped] = useState("");
  const { gateways } = settings;
  const add = async () => {
    const wanted = typed.trim();
    const url = gatewayAddress(
      /^[a-z][a-z0-9+.-]*:\/\//i.test(wanted) ? wanted : `https://${wanted}`,
    );
    if (url === undefined) return fail(text("optionsGatewayUnfit"));
    if (gateways.includes(url)) return fail(text("optionsGatewayThere"));
    if (gateways.length >= MAX_GATEWAYS) return fail(text("optionsGatewayMany", MAX_GATEWAYS));
    await change({ gateways: [...gateways, url] }, text("optionsGatewayAdded", url));
    setTyped("");
  };
  return (
    <LineForm
      label="optionsGateway"
      button="optionsAdd"
      placeholder="https://gateway.example"
      typed={typed}
      onType={setTyped}
      disabled={typed.trim() === ""}
      onSubmit={() => void add()}
    />
  );
}
