// Files in object stores that speak S3.
import { stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { ColophonError } from "../../src/index.js";
import { objectAddress } from "../batch/address.js";
import type { Place } from "../batch/place.js";
import type { Mark } from "../batch/task.js";
import { outputExists } from "./atomic-file.js";
import { isSame } from "./http-place.js";
import { changed, download, markOf, type Rest } from "./remote-download.js";
import { letGo } from "./remote-exchange.js";
import { Passing, persistently } from "./remote-retry.js";
import { listObjects, openUploads, quoted } from "./s3-list.js";
import { askS3, S3Fault, type S3Options, type S3Request, type S3Settings } from "./s3-request.js";
import { upload } from "./s3-upload.js";

const PART_BYTES = 8 << 20;

export interface S3PlaceOptions extends S3Options {
  /** Larger files are put in parts of this size, at least 5 MiB as S3 has it. Bytes. */
  readonly partBytes?: number;
}

/** @param settings see s3Settings */
export function s3Place(settings: S3Settings, options: S3PlaceOptions = {}): Place {
  const host = settings.endpoint === undefined ? "Amazon S3" : new URL(settings.endpoint).host;
  let lost = false; // an answer, at least once

  const ask = <T>(
    request: S3Request,
    read: (response: IncomingMessage) => Promise<T> | T,
  ): Promise<T> =>
    persistently(
      host,
      async () => {
        try {
          return await read(await askS3(request, settings, options));
        } catch (cause) {
          lost ||= cause instanceof Passing;
          throw cause;
        }
      },
      options,
    );

  const look = async (address: string): Promise<Mark | undefined> => {
    try {
      return await ask({ method: "HEAD", address }, (response) => {
        letGo(response, 0);
        return markOf(response.headers);
      });
    } catch (cause) {
      if (cause instanceof S3Fault && cause.status === 404) return undefined;
      throw told(cause, address, "read");
    }
  };

  return {
    stat: look,

    fetch: (address, path) =>
      download(path, {
        ...options,
        address,
        host,
        async ask(rest?: Rest) {
          const headers = rest && { range: `bytes=${rest.from}-`, "if-match": rest.tag };
          try {
            return await askS3(
              { method: "GET", address, ...(headers && { headers }) },
              settings,
              options,
            );
          } catch (cause) {
            throw told(cause, address, "read");
          }
        },
      }),

    async deliver(path, address, delivery) {
      const { size } = await stat(path);
      const { partBytes = PART_BYTES } = options;
      let tag: string | undefined;
      try {
        tag = await upload({ ...delivery, path, size, address, partBytes }, ask);
      } catch (cause) {
        // what is there may be ours: the answer to an earlier try was lost
        const isDone = cause instanceof S3Fault && (cause.status === 412 || cause.status === 404);
        if (!isDone || !lost || !(await isSame(path, address, this)))
          throw told(cause, address, "write");
      }
      if (tag !== undefined) return { size, modified: 0, tag: quoted(tag) };
      const mark = await look(address);
      if (mark?.size === size) return mark;
      throw new ColophonError("OUTPUT_UNWRITABLE", `${address} does not show what was put there`, {
        hint: "it does not count as signed; a later run puts it again",
      });
    },

    async tidy(prefix, isOurs) {
      const open = await openUploads(prefix, ask).catch(() => []); // not everybody may ask
      for (const { address, uploadId } of open)
        if (isOurs(address))
          await ask({ method: "DELETE", address, query: { uploadId } }, letGo).catch(
            () => undefined,
          );
    },

    async *list(prefix) {
      try {
        yield* listObjects(prefix, ask);
      } catch (cause) {
        throw told(cause, prefix, "read");
      }
    },
  };
}

/** A store's no, as a sentence. */
function told(cause: unknown, address: string, what: "read" | "write"): unknown {
  if (!(cause instanceof S3Fault)) return cause;
  const { status, code, region, message } = cause;
  const { bucket } = objectAddress(address);
  const failed = what === "read" ? "FILE_UNREADABLE" : "OUTPUT_UNWRITABLE";
  const nothing = what === "read" ? "it was left out" : "nothing of it was kept";
  const fault = (says: string, hint: string, error: ColophonError["code"] = failed) =>
    new ColophonError(error, says, { hint: `${nothing}; ${hint}` });
  if (status === 412) return what === "write" ? outputExists(address) : changed(address);
  if (code === "NoSuchBucket")
    return fault(
      `there is no bucket ${bucket}`,
      "check its name and AWS_ENDPOINT_URL, or create it first",
      what === "read" ? "FILE_NOT_FOUND" : failed,
    );
  if (status === 404)
    return fault(
      `there is no file ${address}`,
      "check the key; all below a prefix is named with / at its end",
      "FILE_NOT_FOUND",
    );
  if (status === 301 || code === "AuthorizationHeaderMalformed")
    return fault(
      `the bucket ${bucket} is in another region`,
      `set AWS_REGION${region === undefined ? "" : ` to ${region}`}`,
    );
  if (code === "InvalidAccessKeyId" || code === "SignatureDoesNotMatch")
    return fault(
      `the credentials for ${address} are not accepted (${code})`,
      "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    );
  if (code === "ExpiredToken" || code === "InvalidToken")
    return fault(
      `the credentials for ${address} have expired`,
      "get new ones and run the same command again",
    );
  if (code === "RequestTimeTooSkewed")
    return fault(`the store has another time than this computer`, "set the clock of this computer");
  if (status === 403)
    return fault(
      `${address} may not be ${what === "read" ? "read" : "written"} with these credentials`,
      `their policy has to allow it`,
    );
  return fault(
    `${address} could not be ${what === "read" ? "read" : "written"}: the store answers ${message}`,
    "see what it means in the store's documentation",
  );
}
