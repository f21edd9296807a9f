// On which sites the browser lets this extension work, and how the reader grants and takes back that leave.
import { useEffect, useState } from "preact/hooks";
import { browser } from "../browser.js";
import { EVERYWHERE } from "../everywhere.js";
import { text } from "../text.js";
import { useKeep } from "./keep.js";
import { LineForm } from "./line-form.js";
import { hostOf } from "./site-name.js";

export function Access() {
  const { say, fail } = useKeep();
  const [origins, setOrigins] = useState<readonly string[]>([]);
  const [site, setSite] = useState("");
  useEffect(() => {
    const read = async () => {
      const all = await browser.permissions.getAll();
      setOrigins([...(all.origins ?? [])].sort());
    };
    void read();
    browser.permissions.onAdded.addListener(read);
    browser.permissions.onRemoved.addListener(read);
  }, []);
  const all = EVERYWHERE.every((one) => origins.includes(one)) || origins.includes("<all_urls>");
  // The browser asks the reader only while it handles their click: nothing may be awaited before.
  const grant = (patterns: string[]) =>
    browser.permissions
      .request({ origins: patterns })
      .then((granted) => say(text(granted ? "optionsGranted" : "optionsNotGranted")))
      .catch(fail);
  const revoke = (patterns: readonly string[]) =>
    browser.permissions
      .remove({ origins: [...patterns] })
      .then(() => say(text("optionsRevoked")))
      .catch(fail);
  const host = hostOf(site);
  return (
    <section aria-labelledby="access">
      <h2 id="access">{text("optionsAccess")}</h2>
      <p>
        {text(
          all ? "optionsAccessAll" : origins.length > 0 ? "optionsAccessSome" : "optionsAccessNone",
        )}
      </p>
      <p class="line">
        {!all && (
          <button type="button" class="main" onClick={() => void grant(EVERYWHERE)}>
            {text("optionsGrantAll")}
          </button>
        )}
        {origins.length > 0 && (
          <button type="button" onClick={() => void revoke(origins)}>
            {text("optionsRevokeAll")}
          </button>
        )}
      </p>
      {!all && (
        <LineForm
          label="optionsSite"
          button="optionsGrantSite"
          placeholder="example.org"
          typed={site}
          onType={setSite}
          disabled={host === undefined}
          onSubmit={() => {
            if (host !== undefined)
              void grant([`https://${host}/*`, `http://${host}/*`]).then(() => setSite(""));
          }}
        />
      )}
      {origins.length > 0 && (
        <ul class="plain" aria-label={text("optionsGrantedSites")}>
          {origins.map((origin) => (
            <li key={origin} class="line">
              <span class="grow">
                <bdi>{origin}</bdi>
              </span>
              <button
                type="button"
                aria-label={text("optionsRevokeOne", origin)}
                onClick={() => void revoke([origin])}
              >
                {text("optionsRevoke")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
