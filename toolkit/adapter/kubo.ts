// A Kubo node of one's own, by its RPC: the one call that imports a CAR file and pins its roots, so that the node keeps and
// serves them. The RPC is a node's remote control: it listens on loopback, and nobody should reach it over a network.
import { randomUUID } from "node:crypto";
import type { Http } from "../../src/archive/index.js";
import { asObject, asString, concat, parseJson, utf8, utf8Text } from "../../src/encoding/index.js";
import { failureOf, failureOfNetwork } from "../publish/answer.js";
import { DeliveryFailed } from "../publish/publisher.js";

/**
 * Imports a CAR and has its roots pinned; again is harmless.
 * @param api `http://127.0.0.1:5001`
 * @param car `cids`: its roots, each of which the node must name
 * @throws DeliveryFailed; ColophonError GATEWAY_FAILED when no Kubo is there, URL_REFUSED, CANCELLED
 */
export async function importCar(
  http: Http,
  api: string,
  car: { readonly bytes: Uint8Array; readonly cids: readonly string[] },
  signal?: AbortSignal,
): Promise<void> {
  const boundary = `colophon-${randomUUID()}`;
  const answer = await http(`${api}/api/v0/dag/import?pin-roots=true`, {
    method: "POST",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    body: multipart(boundary, car.bytes),
    maxBytes: 65_536,
    timeoutMs: 60_000,
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw failureOfNetwork(cause);
  });
  if (answer.status !== 200) throw failureOf(`Kubo at ${api}`, answer);
  const pinned = pinnedRoots(utf8Text(answer.bytes) ?? "");
  for (const cid of car.cids) {
    const trouble = pinned.get(cid);
    if (trouble === "") continue;
    throw new DeliveryFailed(
      "try again",
      trouble === undefined
        ? `Kubo at ${api} did not say that it has ${cid}`
        : `Kubo at ${api} has not pinned ${cid}: ${trouble.slice(0, 200)}`,
    );
  }
}

function multipart(boundary: string, car: Uint8Array): Uint8Array {
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="record.car"',
    "Content-Type: application/vnd.ipld.car",
    "",
    "",
  ].join("\r\n");
  return concat(utf8(head), car, utf8(`\r\n--${boundary}--\r\n`));
}

/** The roots that an answer names, each with what went wrong when it was pinned: nothing, "", if all is well. */
function pinnedRoots(answer: string): Map<string, string> {
  const roots = new Map<string, string>();
  for (const line of answer.split("\n").filter((text) => text.trim() !== "")) {
    const root = asObject(asObject(jsonOf(line))?.["Root"]);
    const cid = asString(asObject(root?.["Cid"])?.["/"]);
    if (cid !== undefined) roots.set(cid, asString(root?.["PinErrorMsg"]) ?? "");
  }
  return roots;
}

function jsonOf(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
