// A place to drop files on. A file that misses it is not opened in its stead: the page would be gone.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export function Drop(props: {
  onFiles(files: readonly File[]): void;
  children: ComponentChildren;
}) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    addEventListener("dragover", stay);
    addEventListener("drop", stay);
    return () => {
      removeEventListener("dragover", stay);
      removeEventListener("drop", stay);
    };
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: inside is a button or field that does the same
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        props.onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {props.children}
    </div>
  );
}
