// The places that a batch can reach besides the disks of this computer, each loaded when an address of its kind is met: a
// catalogue of local files waits for none of them.
import { ColophonError } from "../../src/index.js";
import { shownAddress } from "../batch/address.js";
import type { Place, Places } from "../batch/place.js";

/** Variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Those of them that places look at. */
export function placeEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("AWS_")));
}

/**
 * @param env has the credentials: AWS_ACCESS_KEY_ID and the others of its kind
 * @param signal gives up what is on its way
 */
export function openPlaces(env: Environment, signal?: AbortSignal): Places {
  const open = new Map<string, Promise<Place>>();
  return {
    at(address) {
      const kind = /^s3:/i.test(address) ? "s3" : /^https?:/i.test(address) ? "http" : "";
      const place = open.get(kind) ?? openPlace(kind, address, env, signal);
      open.set(kind, place);
      return place;
    },
  };
}

async function openPlace(
  kind: string,
  address: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<Place> {
  if (kind === "http") return (await import("./http-place.js")).httpPlace({ signal });
  if (kind !== "s3")
    throw new ColophonError("USAGE", `${shownAddress(address)} is not an address of a file`);
  const { s3Settings } = await import("./s3-request.js");
  return (await import("./s3-place.js")).s3Place(s3Settings(env), { signal });
}
