// A short number for an address: pages that are opened again tell by it which of their media carried a credential the last
// time, so that those are looked at first. Nothing is concluded from it: every file is read again.

/** FNV-1a over its UTF-16 units, 32 bits. Two addresses may have the same. */
export function shortOf(url: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < Math.min(url.length, LONGEST); i++)
    hash = Math.imul(hash ^ url.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** `data:` addresses have no end. */
const LONGEST = 2048;
