// Where a batch's files are when they are not on a disk of this computer: a port, so that whoever signs needs no more than
// a local copy of what comes in and a local file that goes out. Adapters are in toolkit/adapter.
import type { Mark } from "./task.js";

/** In a mark: nobody tells the size before the file is there. */
export const UNKNOWN_SIZE = -1;

/** What is at an address. */
export interface Listed {
  readonly address: string;
  readonly mark: Mark;
}

export interface Delivery {
  /** What is there may go; otherwise it is left, and the delivery fails. */
  readonly replace: boolean;
  readonly mediaType: string;
}

/** One kind of place: a web server, an object store. */
export interface Place {
  /**
   * What is at an address; undefined when nothing is.
   * @throws ColophonError FILE_UNREADABLE, URL_UNREACHABLE, URL_REFUSED, CANCELLED
   */
  stat(address: string): Promise<Mark | undefined>;
  /**
   * Copies what is at an address into a new file, in pieces, going on where a connection broke off.
   * @returns the mark of what was copied
   * @throws ColophonError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_EMPTY, FILE_TOO_LARGE, FILE_CHANGED, URL_UNREACHABLE,
   *   URL_REFUSED, DISK_FULL, OUTPUT_UNWRITABLE, CANCELLED
   */
  fetch(address: string, path: string): Promise<Mark>;
  /**
   * Puts a finished file at an address: the whole of it or nothing.
   * @returns the mark of what is there now
   * @throws ColophonError OUTPUT_EXISTS, OUTPUT_UNWRITABLE, URL_UNREACHABLE, CANCELLED
   */
  deliver(path: string, address: string, delivery: Delivery): Promise<Mark>;
  /**
   * Everything below an address that ends in "/", in the order of the place; undefined where that can't be asked.
   * @throws ColophonError as stat, while it goes
   */
  list?(prefix: string): AsyncIterable<Listed>;
  /** Takes back what a process that was killed left below an address, seen by nobody and paid for; never fails. */
  tidy?(prefix: string, isOurs: (address: string) => boolean): Promise<void>;
}

/** All kinds of places: each is loaded when an address of its kind is met. */
export interface Places {
  /** @throws ColophonError USAGE for an address of no known kind, or without the credentials that it takes */
  at(address: string): Promise<Place>;
}
