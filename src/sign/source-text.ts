// What comes in to be signed as text: UTF-8 or nothing, because a guess at another encoding would be a guess at the words.
import { exactText } from "../encoding/index.js";
import { ColophonError } from "../errors.js";

/**
 * The text of bytes, a byte order mark kept.
 * @throws ColophonError FILE_EMPTY; ENCODING_INVALID for UTF-16, NUL bytes and what is not UTF-8
 */
export function sourceText(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw notText(`${name} is in UTF-16, and Content Credentials are carried by UTF-8`);
  if (bytes.includes(0)) throw notText(`${name} holds NUL bytes, which no text has`);
  const text = exactText(bytes);
  if (text === undefined)
    throw notText(`${name} is not UTF-8; it may be in Latin-1 or Windows-1252`);
  if (text.trim() === "")
    throw new ColophonError("FILE_EMPTY", `there are no words in ${name}`, {
      hint: "nothing was written; name a text that says something",
    });
  return text;
}

/** Whether sourceText would take it. */
export function isSignableText(bytes: Uint8Array): boolean {
  try {
    return sourceText(bytes, "it") !== "";
  } catch (cause) {
    if (cause instanceof ColophonError) return false;
    throw cause;
  }
}

function notText(message: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", message, {
    hint: "nothing was written; save it as UTF-8, or sign it as it is with --sidecar",
  });
}
