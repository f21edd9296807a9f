// The head of the panel and of the popup: our mark, and which site this is about.
import type { ComponentChildren } from "preact";
import { text } from "../text.js";
import { hostWords } from "./host-words.js";
import { Mark } from "./shape.js";
import type { Site } from "./site.js";

export function PageHeader(props: {
  site: Pick<Site, "host"> | undefined;
  children?: ComponentChildren;
}) {
  const { site, children } = props;
  return (
    <header class="top">
      <Mark />
      <div>
        <h1>{text("panelTitle")}</h1>
        {site && site.host !== "" && (
          <p class="soft">
            <bdi>{hostWords(site.host)}</bdi>
          </p>
        )}
      </div>
      {children}
    </header>
  );
}
