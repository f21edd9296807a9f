// The address of a queue as it was typed. It may hold a password, so nothing but `shown` is ever printed.
import { ColophonError } from "../../src/index.js";

/** Where a Redis is and how it is entered. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly isTls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** The address without the words that open it: what messages say. */
  readonly shown: string;
}

const FORM = /^\/?(\d{1,4})?$/;

/**
 * @param password the one to use when the address has none
 * @throws ColophonError USAGE, without repeating what was typed
 */
export function queueAddress(text: string, password?: string): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isTls = url?.protocol === "rediss:";
  const database = url && FORM.exec(url.pathname);
  if (!url || !(isTls || url.protocol === "redis:") || !url.hostname || !database)
    throw misread("--queue takes an address such as redis://127.0.0.1:6379");
  if (url.search || url.hash) throw misread("the address of a queue has no ? and no #");
  const port = url.port === "" ? 6379 : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const username = opened(url.username);
  const secret = opened(url.password) || password;
  const number = Number(database[1] ?? 0);
  return {
    host,
    port,
    database: number,
    isTls,
    ...(username && { username }),
    ...(secret && { password: secret }),
    shown: `${url.protocol}//${url.hostname}:${port}${number === 0 ? "" : `/${number}`}`,
  };
}

function opened(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw misread("user name and password in the address of a queue are percent-encoded");
  }
}

function misread(message: string): ColophonError {
  return new ColophonError("USAGE", message, {
    hint: "redis:// or rediss:// (encrypted), with [USER:PASSWORD@]HOST[:PORT][/DATABASE]",
  });
}
