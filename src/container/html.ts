// Pages (C2PA 2.4 §A.7): the manifest store in base64 in a <script type="application/c2pa"> of the head, the whole element being
// the one exclusion; or its address in a <link rel="c2pa-manifest">, which the hash covers. One of them, once. What counts is
// the page as it was served: a browser's live document is another text.
import { fromBase64, toBase64, utf8 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { CarrierFault, Container, Layout } from "./container.js";
import { copyWithout, dataLayout, insertion } from "./data-hash.js";
import { type HeadElement, scanHead } from "./html-scan.js";
import { base64Length } from "./manifest-reference.js";
import { latin1 } from "./structured-block.js";
import { readText } from "./text-source.js";

const BEFORE = '<script type="application/c2pa">';
const AFTER = "</script>";

export const html: Container = {
  mediaTypes: ["text/html", "application/xhtml+xml"],
  async open(source, mediaType): Promise<Layout> {
    const page = await readText(source);
    const { elements, end } = scanHead(page, mediaType !== "text/html");
    const all = elements.filter((element) => isManifest(element) || isLink(element));
    const carriers = all.map(({ start, end: to }) => ({ start, length: to - start }));
    const only = all.length === 1 ? all[0] : undefined;
    const script = only && isManifest(only) ? only : undefined;
    const store = script && storeIn(script, page);
    const remote = only && isLink(only) ? addressIn(only) : undefined;
    return {
      ...dataLayout(mediaType, source.size, script ? carriers : []),
      apart: true,
      faults: faultsOf(all, store ?? remote),
      ...(remote !== undefined && { remote }),
      readStore: async () => store,
      uncovered: async () => (script ? loose(script) : []),
      stripped: () => copyWithout(carriers, 0, page.length),
      splice: async (storeLength) => {
        const length = BEFORE.length + base64Length(storeLength) + AFTER.length;
        const wrap = (bytes: Uint8Array) => utf8(`${BEFORE}${toBase64(bytes)}${AFTER}`);
        return insertion(end, page.length, carriers, length, wrap);
      },
    };
  },
};

function isManifest({ name, attributes }: HeadElement): boolean {
  const type = attributes.get("type")?.trim().toLowerCase();
  return name === "script" && type === "application/c2pa";
}

function isLink({ name, attributes }: HeadElement): boolean {
  const words = attributes.get("rel")?.toLowerCase().split(/\s+/) ?? [];
  return name === "link" && words.includes("c2pa-manifest");
}

function storeIn({ inside, textEnd, closed }: HeadElement, page: Uint8Array) {
  if (!closed) return undefined;
  try {
    const store = fromBase64(latin1(page, inside, textEnd));
    return store.length > 0 ? store : undefined;
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

/** As the page has it: it may be relative to the page's own address. */
function addressIn({ attributes, closed }: HeadElement): string | undefined {
  if (!closed) return undefined;
  const address = attributes.get("href")?.trim().replaceAll("&amp;", "&") ?? "";
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  const leads = scheme === undefined || scheme === "https" || scheme === "http";
  return leads && /^[\x21-\x7e]+$/.test(address) ? address : undefined;
}

function faultsOf(all: readonly HeadElement[], found: unknown): CarrierFault[] {
  const fault = (code: string, explanation: string): CarrierFault[] => [
    { code, kind: "failure", explanation },
  ];
  if (all.length > 1)
    return fault(
      "manifest.html.multipleManifests",
      `the page carries or names ${all.length} credentials, and none says which one counts`,
    );
  if (all.length === 0 || found !== undefined) return [];
  return fault(
    "colophon.html.malformedManifest",
    "the page has an element for a credential, and it holds neither a manifest nor an address",
  );
}

/** The hash leaves the whole element out, so what it has beside the manifest could be anybody's. */
function loose({ attributes, start, inside }: HeadElement) {
  const others = [...attributes.keys()].filter((name) => name !== "type");
  if (others.length === 0) return [];
  return [
    {
      what: "attributes of the element that carries the credential",
      start,
      length: inside - start,
    },
  ];
}
