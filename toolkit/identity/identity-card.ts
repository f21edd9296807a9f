// identity.json: whose identity a folder holds. Nothing in it is secret, and nothing in it is trusted over a key.
import { asObject, asString, parseJson } from "../../src/encoding/index.js";

export interface IdentityCard {
  /** Common name and organisation, as in the certificate. */
  readonly name: string;
  readonly organisation: string;
  /** ISO 8601. */
  readonly created: string;
  /** base64url of the 32 bytes of the Ed25519 key that owns its archive records. */
  readonly archiveKey: string;
}

const VERSION = 1;

/** The card, or undefined when the text is no complete card of a version that we know. */
export function parseCard(text: string): IdentityCard | undefined {
  let card: ReturnType<typeof asObject>;
  try {
    card = asObject(parseJson(text));
  } catch {
    return undefined;
  }
  const field = (name: string): string => asString(card?.[name]) ?? "";
  const name = field("name");
  const organisation = field("organisation");
  const created = field("created");
  const archiveKey = field("archiveKey");
  const complete = name && organisation && created && /^[\w-]{43}$/.test(archiveKey);
  if (!complete || card?.["version"] !== VERSION) return undefined;
  return { name, organisation, created, archiveKey };
}

/** Its text, with nothing in it but the card's own fields. */
export function cardText({ name, organisation, created, archiveKey }: IdentityCard): string {
  const card = { version: VERSION, name, organisation, created, archiveKey };
  return `${JSON.stringify(card, null, 2)}\n`;
}
