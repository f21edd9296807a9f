// Finds byte strings in bytes, without turning them into text first: offsets stay offsets in the file.

/** Where `mark` (not empty) first stands in `bytes` at or after `from` and wholly before `end`; -1 where it doesn't. */
export function find(bytes: Uint8Array, mark: Uint8Array, from = 0, end = bytes.length): number {
  const [first = 0] = mark;
  const within = bytes.subarray(0, Math.max(0, end - mark.length + 1));
  for (let at = within.indexOf(first, from); at >= 0; ) {
    if (startsAt(bytes, mark, at)) return at;
    // In a run of that byte, asking for the next one costs more than looking.
    at = within[at + 1] === first ? at + 1 : within.indexOf(first, at + 1);
  }
  return -1;
}

/** Whether `mark` stands at `at`. */
export function startsAt(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}
