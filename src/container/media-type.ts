// The true media type of a file by its own bytes, whatever its name says. Undefined means: nothing known here.
import { equal, fourCC, fromHex, utf8, view } from "../encoding/index.js";
import { startsManifestStore } from "./jumbf-store.js";
import type { ByteSource } from "./source.js";

/** Bytes of the start of a file that are looked at. */
const HEAD = 4096;

const JXL_CONTAINER = fromHex("0000000c4a584c200d0a870a");
const PNG_SIGNATURE = fromHex("89504e470d0a1a0a");

const RIFF_FORMS: Readonly<Record<string, string>> = {
  WAVE: "audio/wav",
  WEBP: "image/webp",
  "AVI ": "video/x-msvideo",
};

/** Sniffs the media type; reads a few kilobytes at most. */
export async function sniffMediaType(source: ByteSource): Promise<string | undefined> {
  const head = await source.read(0, Math.min(HEAD, source.size));
  const four = fourCC(head, 0);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image/jpeg";
  if (equal(head.subarray(0, 8), PNG_SIGNATURE)) return "image/png";
  if (four === "GIF8") return "image/gif";
  if (four === "RIFF" || four === "RF64") return RIFF_FORMS[fourCC(head, 8)];
  if (equal(head.subarray(0, 12), JXL_CONTAINER)) return "image/jxl";
  if (head[0] === 0xff && head[1] === 0x0a) return "image/jxl";
  if (startsManifestStore(head)) return "application/c2pa";
  if (four === "II*\0" || four === "MM\0*") return tiff(source, head);
  if (four === "II+\0" || four === "MM\0+") return "image/tiff"; // BigTIFF
  if (four === "fLaC") return "audio/flac";
  return bmff(head) ?? (await mpegAudio(source, head)) ?? svg(head) ?? pdf(head);
}

/** ISO BMFF by its brands; QuickTime files from before ftyp by their first box. */
function bmff(head: Uint8Array): string | undefined {
  if (head.length < 16) return undefined;
  const first = fourCC(head, 4);
  if (first !== "ftyp")
    return ["moov", "mdat", "wide", "pnot"].includes(first) ? "video/quicktime" : undefined;
  const end = Math.min(view(head).getUint32(0), head.length);
  const brands = [fourCC(head, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(fourCC(head, at));
  const major = brands[0]!;
  if (brands.includes("avif") || brands.includes("avis")) return "image/avif";
  if (/^(heic|heix|hevc|hevx|heim|heis)$/.test(major)) return "image/heic";
  if (/^(mif1|msf1)$/.test(major)) return "image/heif";
  if (major === "qt  ") return "video/quicktime";
  if (/^(M4A |M4B |M4P |F4A )$/.test(major)) return "audio/mp4";
  return "video/mp4";
}

/** DNG is TIFF whose first directory has a DNGVersion tag (50706). */
async function tiff(source: ByteSource, head: Uint8Array): Promise<string | undefined> {
  if (head.length < 8) return undefined;
  const little = head[0] === 0x49;
  const at = view(head).getUint32(4, little);
  if (at + 2 > source.size) return "image/tiff";
  const count = view(await source.read(at, at + 2)).getUint16(0, little);
  const end = Math.min(at + 2 + 12 * count, source.size);
  const entries = view(await source.read(at + 2, end));
  for (let i = 0; i + 12 <= entries.byteLength; i += 12)
    if (entries.getUint16(i, little) === 50706) return "image/x-adobe-dng";
  return "image/tiff";
}

/** Readers take a PDF that starts on a line within the first kilobyte: asked last, so that words about PDF are none. */
function pdf(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, 1024));
  return /(?:^|[\r\n]|\xef\xbb\xbf)%PDF-\d/.test(text) ? "application/pdf" : undefined;
}

/** An ID3 tag or an MPEG audio frame; FLAC may hide behind an ID3 tag. */
function mpegAudio(source: ByteSource, head: Uint8Array): string | Promise<string> | undefined {
  if (fourCC(head, 0).startsWith("ID3") && head.length >= 10) {
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (head[i]! & 127), 0);
    const next = 10 + size;
    if (next + 4 > source.size) return "audio/mpeg";
    return source
      .read(next, next + 4)
      .then((bytes) => (fourCC(bytes, 0) === "fLaC" ? "audio/flac" : "audio/mpeg"));
  }
  const [a, b, c] = head;
  const frame = a === 0xff && (b! & 0xe0) === 0xe0 && (b! & 0x18) !== 0x08 && (b! & 0x06) === 0x02;
  return frame && (c! & 0xf0) !== 0xf0 && (c! & 0x0c) !== 0x0c ? "audio/mpeg" : undefined;
}

const SPACE =
  /^(?:\s|\ufeff|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE\s+svg[^>[]*(?:\[[\s\S]*?\])?\s*>)*/;

function svg(head: Uint8Array): string | undefined {
  if (!head.includes(0x3c)) return undefined;
  const text = new TextDecoder().decode(head);
  return /^<(?:[A-Za-z][\w.-]*:)?svg[\s>/]/.test(text.replace(SPACE, ""))
    ? "image/svg+xml"
    : undefined;
}

/** Byte strings one of which every file with Content Credentials contains; used to tell quickly that there are none. */
export const CREDENTIAL_MARKS: readonly Uint8Array[] = [utf8("c2pa"), utf8("dcterms:provenance")];
