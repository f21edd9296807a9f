// Brings together what signing needs: engine, signer, time-stamps and archive.
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { hostEngine } from "../adapter/engine-host.js";
import { guardedFetch } from "../adapter/guarded-fetch.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { userFolders } from "../adapter/user-folders.js";
import { claimSigner, type TimeStamper } from "../sign/claim-signer.js";
import type { SignMeans } from "../sign/job.js";
import type { OpenIdentity } from "../sign/signer.js";
import { openTimeStamper } from "../sign/time-stamp.js";
import type { Io } from "./command.js";
import type { SignValues } from "./sign-options.js";

export async function signMeans(
  values: Pick<SignValues, "archive" | "no-archive" | "tsa">,
  identity: OpenIdentity,
  io: Io,
): Promise<SignMeans> {
  const url = values.tsa ?? identity.signer.timeStampUrl;
  const stamper = url === undefined ? undefined : await stamperAt(url, io);
  const folder = values.archive ? resolve(io.cwd, values.archive) : userFolders(io.env).archive;
  return {
    engine: await hostEngine(),
    identity,
    signer: await claimSigner(identity.signer, stamper),
    ...(!values["no-archive"] && { archive: await LocalArchive.open(folder) }),
    now: io.now,
    uuid: randomUUID,
    signal: io.signal,
  };
}

/** The user named this service, and it may well run on the same machine. */
function stamperAt(url: string, { now, signal }: Io): Promise<TimeStamper> {
  return openTimeStamper({
    url,
    now,
    signal,
    fetch: (address, options) => guardedFetch(address, { ...options, allowLoopback: true }),
  });
}
