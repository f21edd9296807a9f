// One medium in a list: a small picture, what it is, its state, who signed it.
import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text.js";
import { aiName, errorWords, kindName, waitingWords } from "../words.js";
import { StateBadge } from "./badge.js";
import { Inert } from "./inert.js";
import { fileName, type Listed } from "./listing.js";
import { usePicture } from "./picture.js";

export interface RowProps {
  readonly listed: Listed;
  onOpen(): void;
  /** The item's bytes, for a small picture; asked for when the row comes into view. */
  picture?(): Promise<Blob | undefined>;
}

export function Row({ listed, onOpen, picture }: RowProps) {
  const { item, frame, look } = listed;
  const { checked, waiting } = item;
  const verdict = checked?.ok ? checked.value.verdict : undefined;
  const { signer, ai, state } = verdict ?? {};
  // What an Invalid file says of itself is a claim: it is told beside the findings, not in a list.
  const declared = ai && ai.kind !== "not-declared" && (look === "Trusted" || look === "Valid");
  return (
    <button type="button" class="row" data-key={`page ${frame} ${item.id}`} onClick={onOpen}>
      <SmallPicture kind={kindName(item.kind)} {...(picture && { picture })} />
      <span class="what">
        <span class="name">
          <ItemName listed={listed} />
        </span>
        {look !== "checking" && (
          <span class="outcome">
            <StateBadge look={look} />
            {declared && <span class="label">{aiName(ai)}</span>}
          </span>
        )}
        {signer && (
          <span class="soft">
            <Inert
              text={state === "Invalid" ? text("panelClaimedBy", signer.name) : signer.name}
              longest={80}
            />
          </span>
        )}
        {checked?.ok && checked.value.differs && (
          <span class="soft strong">{text("panelDiffersShort")}</span>
        )}
        {checked && !checked.ok && <span class="soft">{errorWords(checked.code)}</span>}
        {!checked && waiting && <span class="soft">{waitingWords(waiting)}</span>}
      </span>
    </button>
  );
}

/** The title of a file, else its name, else its kind. */
function ItemName({ listed: { item } }: { listed: Listed }) {
  const title = item.checked?.ok ? item.checked.value.verdict.title : undefined;
  if (item.kind === "text") return <Inert text={item.excerpt ?? ""} longest={90} />;
  const name = title || fileName(item.url);
  return name === "" ? <span>{kindName(item.kind)}</span> : <Inert text={name} longest={90} />;
}

function SmallPicture({ kind, picture }: { kind: string; picture?: RowProps["picture"] }) {
  const place = useRef<HTMLSpanElement>(null);
  const [blob, setBlob] = useState<Blob>();
  const url = usePicture(blob);
  useEffect(() => {
    const { current } = place;
    if (!current || !picture) return undefined;
    const watching = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watching.disconnect();
      void picture().then(setBlob);
    });
    watching.observe(current);
    return () => watching.disconnect();
  }, []);
  return (
    <span class="small" ref={place}>
      {url === undefined ? (
        <span aria-hidden="true">{kind.slice(0, 5)}</span>
      ) : (
        <img src={url} alt="" />
      )}
    </span>
  );
}
