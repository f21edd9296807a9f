// Times and sizes in words, the same in every place and on every machine: UTC, English, powers of a thousand.

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * An ISO 8601 time in words and UTC, `4 March 2026, 12:33:20 UTC`; what is none is shown as it stands. A time without a
 * zone is nobody's UTC, nor this computer's: `4 March 2026, 12:33:20 (time zone not given)`.
 */
export function momentWords(iso: string): string {
  const found = momentParts(iso);
  return found ? `${found.day}, ${found.time} ${found.zone}` : iso;
}

/** The day of an ISO 8601 time in UTC, `4 March 2026`; what is none is shown as it stands. */
export function dayWords(iso: string): string {
  return momentParts(iso)?.day ?? iso;
}

function momentParts(iso: string) {
  const match = MOMENT.exec(iso);
  const isZoned = match?.[1] !== undefined;
  const date = new Date(isZoned ? iso : `${iso}Z`);
  if (!match || Number.isNaN(date.getTime())) return undefined;
  const [, time = ""] = date.toISOString().split(/[T.]/);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return { day, time, zone: isZoned ? "UTC" : "(time zone not given)" };
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
