// How far a record has come with a service, and the text of a file that keeps it. A text that isn't wholly a state is none.
import { asObject, asString, parseJson } from "../../src/encoding/index.js";

/** What one service did with one record so far. */
export interface DeliveryState {
  readonly status: "queued" | "accepted" | "refused";
  /** How often it was sent, in all runs. */
  readonly tries: number;
  /** Not before then: the service asked for it. ISO 8601. */
  readonly next?: string;
  /** When it was accepted or refused. ISO 8601. */
  readonly at?: string;
  readonly reason?: string;
  /** Id of a transaction, CID, path. */
  readonly reference?: string;
}

export interface KnownState {
  /** As the Publisher calls itself. */
  readonly service: string;
  readonly state: DeliveryState;
}

/** Characters of a reason or a reference; services may say more. */
const LONGEST = 500;

export function stateText({ service, state }: KnownState): string {
  const { reason, reference, ...rest } = state;
  const cut = { ...words("reason", reason), ...words("reference", reference) };
  return `${JSON.stringify({ service, ...rest, ...cut })}\n`;
}

export function parseState(text: string): KnownState | undefined {
  let json: ReturnType<typeof asObject>;
  try {
    json = asObject(parseJson(text));
  } catch {
    return undefined;
  }
  const service = asString(json?.["service"]);
  const status = asString(json?.["status"]);
  const tries = json?.["tries"];
  if (service === undefined || !isStatus(status)) return undefined;
  if (typeof tries !== "number" || !Number.isSafeInteger(tries) || tries < 0) return undefined;
  const state: DeliveryState = {
    status,
    tries,
    ...moment("next", json?.["next"]),
    ...moment("at", json?.["at"]),
    ...words("reason", json?.["reason"]),
    ...words("reference", json?.["reference"]),
  };
  return { service, state };
}

function isStatus(text: string | undefined): text is DeliveryState["status"] {
  return text === "queued" || text === "accepted" || text === "refused";
}

function moment(name: "next" | "at", value: unknown): { next?: string; at?: string } {
  const text = asString(value) ?? "";
  const known = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);
  return known && !Number.isNaN(Date.parse(text)) ? { [name]: text } : {};
}

function words(
  name: "reason" | "reference",
  value: unknown,
): { reason?: string; reference?: string } {
  const text = asString(value);
  return text === undefined ? {} : { [name]: text.slice(0, LONGEST) };
}
