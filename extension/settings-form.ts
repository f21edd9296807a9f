// The form of every setting: what one may be, how long, how many. Storage is read part by part, and what is unsound is left
// out; a file that a reader brings is taken whole or not at all.
import type { SiteMode } from "./messages.js";

/** A trust list as it was fetched or brought; made by trust-entry.ts. */
export interface StoredList {
  /** Those of KNOWN_LISTS are published lists; every other is the reader's own. */
  readonly name: string;
  readonly use: "signers" | "time-stamps";
  readonly pem: string;
  /** Where it came from: an address, or a file's name. */
  readonly source: string;
  /** SHA-256 of `pem`, lower-case hex. */
  readonly sha256: string;
  /** ISO 8601. */
  readonly at: string;
  readonly anchors: number;
}

export interface Settings {
  /** How pages are treated that are not named in `sites`. */
  readonly mode: SiteMode;
  /** By host name. */
  readonly sites: Readonly<Record<string, SiteMode>>;
  readonly lists: readonly StoredList[];
  /** Addresses of gateways, in the order in which they are asked. */
  readonly gateways: readonly string[];
  /** Gateways hear only the first 16 bits of a hash. */
  readonly privateLookup: boolean;
  /** Hosts whose media are looked up in the archive without being asked. */
  readonly lookupSites: readonly string[];
  /** A folder of _locales; empty for the browser's own language. */
  readonly language: string;
}

/** What holds for a reader who has chosen nothing. */
export const DEFAULTS: Settings = {
  mode: "automatic",
  sites: {},
  lists: [],
  gateways: ["https://turbo-gateway.com", "https://arweave.net"],
  privateLookup: true,
  lookupSites: [],
  language: "",
};

/** Of one list, in characters: ten times the largest that is published. */
export const MAX_PEM = 1024 * 1024;
/** Of all lists together: storage holds 10 MB. */
const MAX_ALL_PEM = 6 * 1024 * 1024;
const MAX_LISTS = 64;
const MAX_SITES = 2000;
export const MAX_GATEWAYS = 8;
const MAX_TEXT = 1000;

/** A value as it has to be; undefined where nothing of it can be used. */
type Reader<T> = (value: unknown) => { readonly sound: T; readonly whole: boolean } | undefined;
type Readers = { readonly [K in keyof Settings]: Reader<Settings[K]> };

const READERS: Readers = {
  mode: one(isMode),
  sites: (value) => {
    if (!isRecord(value)) return undefined;
    const all = Object.entries(value);
    const kept = all
      .filter((site): site is [string, SiteMode] => isHost(site[0]) && isMode(site[1]))
      .slice(0, MAX_SITES);
    return { sound: Object.fromEntries(kept), whole: kept.length === all.length };
  },
  lists: (value) => {
    const some = each(isList, MAX_LISTS, ({ name, use }) => `${use} ${name}`)(value);
    if (!some) return undefined;
    let length = 0;
    const sound = some.sound.filter(({ pem }) => {
      length += pem.length;
      return length <= MAX_ALL_PEM;
    });
    return { sound, whole: some.whole && sound.length === some.sound.length };
  },
  gateways: each((value) => isText(value) && gatewayAddress(value) === value, MAX_GATEWAYS),
  privateLookup: one((value): value is boolean => typeof value === "boolean"),
  lookupSites: each(isHost, MAX_SITES),
  language: one(
    (value): value is string => isText(value) && /^([a-z]{2}(_[A-Z]{2})?)?$/.test(value),
  ),
};

/** Of what is stored, the parts that are what they should be. */
export function soundParts(stored: Readonly<Record<string, unknown>>): Partial<Settings> {
  const parts = (Object.keys(READERS) as (keyof Settings)[]).flatMap((key) => {
    const read = Object.hasOwn(stored, key) ? READERS[key](stored[key]) : undefined;
    return read ? [[key, read.sound]] : [];
  });
  return Object.fromEntries(parts) as Partial<Settings>;
}

/** The names of settings that are not whole and sound, and names that no setting has. */
export function refusedParts(parts: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(parts).filter(
    (key) => !(Object.hasOwn(READERS, key) && READERS[key as keyof Settings](parts[key])?.whole),
  );
}

/** An address as a gateway may have it: https, or http on this very computer; without a slash at the end. */
export function gatewayAddress(text: string): string | undefined {
  if (text.length > 200 || !URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, search, hash, href } = new URL(text);
  if (protocol !== "https:" && !(protocol === "http:" && isThisComputer(hostname)))
    return undefined;
  if (`${username}${password}${search}${hash}` !== "" || /[?#]$/.test(href)) return undefined;
  return href.replace(/\/+$/, "");
}

/** Whether a host, as a URL has it, is this computer by its address or as localhost. */
export function isThisComputer(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a text is a host as a URL has it. */
export function isHost(value: unknown): value is string {
  if (!isText(value) || value === "" || value.length > 253 || /[/?#@\\:%*]/.test(plainHost(value)))
    return false;
  return URL.canParse(`https://${value}/`) && new URL(`https://${value}/`).hostname === value;
}

/** An IPv6 address has colons, nothing else does. */
function plainHost(host: string): string {
  return /^\[[0-9a-f:]+\]$/.test(host) ? "" : host;
}

function isMode(value: unknown): value is SiteMode {
  return value === "off" || value === "click" || value === "automatic";
}

const LIST_FIELDS = ["name", "use", "pem", "source", "sha256", "at", "anchors"];

function isList(value: unknown): value is StoredList {
  if (!isRecord(value) || Object.keys(value).some((key) => !LIST_FIELDS.includes(key)))
    return false;
  const { name, use, pem, source, sha256, at, anchors } = value;
  return (
    isText(name, 100) &&
    name !== "" &&
    (use === "signers" || use === "time-stamps") &&
    isText(pem, MAX_PEM) &&
    pem.includes("-----BEGIN CERTIFICATE-----") &&
    isText(source) &&
    isText(sha256) &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    isText(at, 40) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    Number.isInteger(anchors) &&
    (anchors as number) > 0 &&
    (anchors as number) <= 10_000
  );
}

function one<T>(is: (value: unknown) => value is T): Reader<T> {
  return (value) => (is(value) ? { sound: value, whole: true } : undefined);
}

/** Entries of an array, each once by its key; what is too much or unsound is left out. */
function each<T>(
  is: ((value: unknown) => value is T) | ((value: unknown) => boolean),
  most: number,
  key: (entry: T) => unknown = (entry) => entry,
): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const kept = new Map<unknown, T>();
    for (const entry of value as unknown[]) {
      if (kept.size === most) break;
      if (is(entry) && !kept.has(key(entry as T))) kept.set(key(entry as T), entry as T);
    }
    return { sound: [...kept.values()], whole: kept.size === value.length };
  };
}

function isText(value: unknown, most = MAX_TEXT): value is string {
  return typeof value === "string" && value.length <= most;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
