// Times and sizes in words, the same in every place and on every machine: UTC, English, powers of a thousand.

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** An ISO 8601 time in words and UTC, `4 March 2026, 12:33:20 UTC`; what is none is shown as it stands. */
export function momentWords(iso: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso)) return iso;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const [, time] = date.toISOString().split(/[T.]/);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time} UTC`;
}

/** The day of an ISO 8601 time in UTC, `4 March 2026`; what is none is shown as it stands. */
export function dayWords(iso: string): string {
  return momentWords(iso).replace(/, \d\d:\d\d:\d\d UTC$/, "");
}

/** A number of bytes in words, in thousands: `2.4 KB`. */
export function sizeWords(bytes: number): string {
  if (bytes === 1) return "1 byte";
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let unit = 0;
  let size = bytes;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : Number(size.toFixed(1))} ${units[unit]}`;
}
