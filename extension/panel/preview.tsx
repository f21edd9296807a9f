// The file in view as a picture: its own bytes where somebody has them, else the picture that its credential keeps, which
// is the signer's word. Never an address of the network.
import { useEffect, useState } from "preact/hooks";
import { text } from "../text.js";
import { usePicture } from "../ui/picture.js";

export function Preview({ own, kept }: { own: Blob | undefined; kept: Blob | undefined }) {
  const url = usePicture(own);
  const keptUrl = usePicture(kept);
  const player = usePlayer(url === undefined ? own : undefined);
  if (url !== undefined)
    return (
      <figure>
        <img src={url} alt={text("panelPreviewAlt")} />
      </figure>
    );
  if (player)
    return (
      <figure>
        {/* biome-ignore lint/a11y/useMediaCaption: a stranger's file has no captions of ours */}
        <video src={player} controls preload="metadata" aria-label={text("panelPreviewAlt")} />
      </figure>
    );
  if (keptUrl === undefined) return null;
  return (
    <figure>
      <img src={keptUrl} alt={text("panelPreviewKeptAlt")} />
      <figcaption>{text("panelPreviewKept")}</figcaption>
    </figure>
  );
}

/** Videos and sounds are played by the browser, by their declared type. */
function usePlayer(blob: Blob | undefined): string | undefined {
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    if (!blob || !/^(video|audio)\//.test(blob.type)) {
      setShown(undefined);
      return undefined;
    }
    const url = URL.createObjectURL(blob);
    setShown(url);
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return shown;
}
