// What is piped into a command: read whole, up to a limit, and never from a terminal, where a command would seem to hang.
import { ColophonError } from "../../src/index.js";

const LIMIT = 64 * 1024 * 1024;

/** @throws ColophonError USAGE from a terminal; FILE_EMPTY; FILE_TOO_LARGE */
export async function readStdin(
  stream: AsyncIterable<unknown> & { readonly isTTY?: boolean },
): Promise<Uint8Array> {
  if (stream.isTTY)
    throw new ColophonError("USAGE", "nothing is piped in", {
      hint: "- stands for standard input: pipe a text into the command, or name a file",
    });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > LIMIT)
      throw new ColophonError("FILE_TOO_LARGE", "what is piped in is larger than 64 MB");
    parts.push(part);
  }
  if (size === 0)
    throw new ColophonError("FILE_EMPTY", "nothing came through the pipe", {
      hint: "nothing was written; see what the command in front of the pipe had to say",
    });
  return Buffer.concat(parts);
}
