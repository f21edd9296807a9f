// The tags of a record as typed values, or RECORD_INVALID with the tag named: what every kind of record is read with.
// A tag that is missing, doubled or spelt in other case is a fault; unknown tags are left alone.
import { asBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { hashPrefix, MAX_HASHES, type RecordContent, TAG, type TagName } from "./record-tag.js";

/** The forms of a manifest's name and of a media type. */
export const MANIFEST_URN = /^urn:(c2pa|uuid):[!-~]{1,300}$/;
export const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;

export type Collected = ReadonlyMap<TagName, readonly string[]>;
const NAMES = new Map<string, TagName>(
  Object.values(TAG).map((name) => [name.toLowerCase(), name]),
);

/** Values by name. Other readers of these tags ignore case, so one that differs only in case is a second meaning. */
export function collect(item: Pick<RecordContent, "tags">): Collected {
  const out = new Map<TagName, string[]>();
  for (const { name, value } of item.tags) {
    const known = NAMES.get(name.toLowerCase());
    if (known === undefined) continue;
    if (known !== name) throw invalid(known, "is spelt in another case");
    const values = out.get(known);
    if (values) values.push(value);
    else out.set(known, [value]);
  }
  return out;
}

export function atMostOne(tags: Collected, name: TagName): string | undefined {
  const values = tags.get(name) ?? [];
  if (values.length > 1) throw invalid(name, "occurs more than once");
  return values[0];
}

export function one(tags: Collected, name: TagName): string {
  const value = atMostOne(tags, name);
  if (value === undefined) throw invalid(name, "is missing");
  return value;
}

export function fixed(tags: Collected, name: TagName, expected: string): void {
  if (one(tags, name) !== expected) throw invalid(name, `is not "${expected}"`);
}

export function matching(tags: Collected, name: TagName, form: RegExp): string {
  const value = one(tags, name);
  if (!form.test(value)) throw invalid(name, "does not have the form of one");
  return value;
}

export function hash(name: string, text: string): Uint8Array {
  const bytes = text.length === 43 ? asBase64Url(text) : undefined;
  if (!bytes) throw invalid(name, "is not 32 bytes in base64url");
  return bytes;
}

/** Each key with its prefix, in the same order: a prefix of something else would be found and never match. */
export function hashes(tags: Collected): Uint8Array[] {
  const texts = tags.get(TAG.hash) ?? [];
  if (texts.length > MAX_HASHES) throw invalid(TAG.hash, `occurs more than ${MAX_HASHES} times`);
  if (new Set(texts).size !== texts.length) throw invalid(TAG.hash, "says the same twice");
  const keys = texts.map((text) => hash(TAG.hash, text));
  const prefixes = tags.get(TAG.hashPrefix) ?? [];
  if (prefixes.length !== keys.length || keys.some((key, i) => hashPrefix(key) !== prefixes[i]))
    throw invalid(TAG.hashPrefix, `does not begin the ${TAG.hash} it stands for`);
  return keys;
}

/** @returns a RECORD_INVALID about `what`, a tag or a part of the record */
export function invalid(what: string, fault: string): ColophonError {
  return new ColophonError("RECORD_INVALID", `${what} ${fault}`);
}
