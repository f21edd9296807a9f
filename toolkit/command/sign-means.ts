// Brings together what signing needs: who signs, engine, time-stamps and archive.
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { hostEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { userFolders } from "../adapter/user-folders.js";
import { openIdentity } from "../identity/open.js";
import { claimSigner } from "../sign/claim-signer.js";
import { externalIdentity } from "../sign/external-identity.js";
import type { SignMeans } from "../sign/job.js";
import type { OpenIdentity } from "../sign/signer.js";
import { openSignerCommand } from "../sign/signer-command.js";
import { openNamedTimeStamper } from "../sign/time-stamp.js";
import type { Io } from "./command.js";
import type { SignValues } from "./sign-options.js";

/** Who signs: an identity of the user's, or a program in front of a key kept elsewhere. */
export async function signerOf(
  values: Pick<SignValues, "identity" | "signer-command">,
  io: Io,
): Promise<OpenIdentity> {
  const command = values["signer-command"];
  if (command === undefined) return openIdentity(values.identity, io);
  const { cwd, env, signal } = io;
  return externalIdentity(await openSignerCommand(command, { cwd, env, signal }));
}

/** The folder of the archive that was chosen. */
export function archiveFolder({ archive }: Pick<SignValues, "archive">, { cwd, env }: Io): string {
  return archive === undefined ? userFolders(env).archive : resolve(cwd, archive);
}

export async function signMeans(
  values: Pick<SignValues, "archive" | "no-archive" | "tsa">,
  identity: OpenIdentity,
  io: Io,
): Promise<SignMeans> {
  const url = values.tsa ?? identity.signer.timeStampUrl;
  const stamper = url === undefined ? undefined : await openNamedTimeStamper({ ...io, url });
  return {
    engine: await hostEngine(),
    identity,
    signer: await claimSigner(identity.signer, stamper),
    ...(!values["no-archive"] && { archive: await LocalArchive.open(archiveFolder(values, io)) }),
    now: io.now,
    uuid: randomUUID,
    signal: io.signal,
  };
}
