// How pages are treated: by default, and site by site; and on which sites the archive is asked without a click.
import { useState } from "preact/hooks";
import type { SiteMode } from "../messages.js";
import { text } from "../text.js";
import { hostWords } from "../ui/host-words.js";
import { SITE_MODES } from "../ui/site.js";
import { useKeep } from "./keep.js";
import { LineForm } from "./line-form.js";
import { hostOf } from "./site-name.js";

const WORDS: Readonly<Record<SiteMode, string>> = {
  automatic: "optionsModeAutomatic",
  click: "optionsModeClick",
  off: "optionsModeOff",
};

export function Sites() {
  const { settings, change } = useKeep();
  const { mode, sites, lookupSites } = settings;
  const hosts = [...new Set([...Object.keys(sites), ...lookupSites])].sort();
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">{text("optionsSites")}</h2>
      <fieldset>
        <legend>{text("optionsDefaultMode")}</legend>
        {SITE_MODES.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name="mode"
              value={one}
              checked={mode === one}
              onChange={() => void change({ mode: one }, text("optionsModeNow", text(WORDS[one])))}
            />
            <span>
              {text(WORDS[one])} <span class="soft">{text(`${WORDS[one]}Words`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {hosts.length > 0 && (
        <ul class="plain">
          {hosts.map((host) => (
            <Site key={host} host={host} />
          ))}
        </ul>
      )}
      <AddSite />
      <p class="soft">{text("optionsLookupWords")}</p>
    </section>
  );
}

function Site({ host }: { host: string }) {
  const { settings, change } = useKeep();
  const { sites, lookupSites } = settings;
  const { [host]: mode, ...others } = sites;
  const named = hostWords(host);
  const otherLookups = lookupSites.filter((one) => one !== host);
  const setMode = (to: string) => {
    const next = modeNamed(to);
    const words = text(
      next ? "optionsSiteNow" : "optionsSiteDefault",
      named,
      text(next ? WORDS[next] : ""),
    );
    void change({ sites: next ? { ...sites, [host]: next } : others }, words);
  };
  return (
    <li class="card line">
      <span class="grow host">
        <bdi>{named}</bdi>
      </span>
      <select
        aria-label={text("optionsModeOf", named)}
        value={mode ?? ""}
        onChange={(event) => setMode(event.currentTarget.value)}
      >
        <option value="">{text("optionsModeDefault")}</option>
        <ModeOptions />
      </select>
      <label class="choice">
        <input
          type="checkbox"
          aria-label={text("optionsLookupOf", named)}
          checked={lookupSites.includes(host)}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            const next = on ? [...otherLookups, host] : otherLookups;
            void change(
              { lookupSites: next },
              text(on ? "optionsLookupOn" : "optionsLookupOff", named),
            );
          }}
        />
        {text("optionsLookup")}
      </label>
      <button
        type="button"
        aria-label={text("optionsRemoveOne", named)}
        onClick={() =>
          void change({ sites: others, lookupSites: otherLookups }, text("optionsRemoved", named))
        }
      >
        {text("optionsRemove")}
      </button>
    </li>
  );
}

function ModeOptions() {
  return SITE_MODES.map((one) => (
    <option key={one} value={one}>
      {text(WORDS[one])}
    </option>
  ));
}

function modeNamed(name: string): SiteMode | undefined {
  return SITE_MODES.find((one) => one === name);
}

function AddSite() {
  const { settings, change } = useKeep();
  const [typed, setTyped] = useState("");
  const [mode, setMode] = useState<SiteMode>("off");
  const host = hostOf(typed);
  const add = async () => {
    if (host === undefined) return;
    await change(
      { sites: { ...settings.sites, [host]: mode } },
      text("optionsSiteNow", hostWords(host), text(WORDS[mode])),
    );
    setTyped("");
  };
  return (
    <LineForm
      label="optionsSite"
      button="optionsAdd"
      placeholder="example.org"
      typed={typed}
      onType={setTyped}
      disabled={host === undefined}
      onSubmit={() => void add()}
    >
      <label>
        {text("optionsMode")}
        <select
          value={mode}
          onChange={(event) => setMode(modeNamed(event.currentTarget.value) ?? "off")}
        >
          <ModeOptions />
        </select>
      </label>
    </LineForm>
  );
}
