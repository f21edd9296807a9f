// "The browser must be asked": some servers answer an extension only where the reader has allowed their host. It is asked
// for when a question has failed, and not before: most servers answer anybody.
import { useEffect, useState } from "preact/hooks";
import { text } from "../text.js";
import { webAddress } from "./inert.js";
import { allow, isGranted, patternOf } from "./site.js";

/** A note and a button where a host of these addresses isn't granted; nothing where all are. */
export function Leave({ urls, onGranted }: { urls: readonly string[]; onGranted(): void }) {
  const [missing, setMissing] = useState<readonly URL[]>([]);
  const key = urls.join(" ");
  useEffect(() => {
    const all = urls.map(webAddress).filter((url) => url !== undefined);
    void Promise.all(
      all.map(async (url) => ((await isGranted([patternOf(url)])) ? [] : [url])),
    ).then((some) => setMissing(some.flat()));
  }, [key]);
  if (missing.length === 0) return null;
  const hosts = missing.map(({ host }) => host).join(", ");
  return (
    <>
      <p class="soft">{text("leaveNote", hosts)}</p>
      <button
        type="button"
        onClick={() =>
          void allow(missing.map(patternOf)).then((granted) => {
            if (granted) onGranted();
          })
        }
      >
        <bdi>{text("panelAllowSite", hosts)}</bdi>
      </button>
    </>
  );
}
