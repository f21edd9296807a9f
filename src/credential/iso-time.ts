// Times as manifests write them, brought to one form. No clock is read and no zone is assumed.

const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The ISO 8601 form of a time, its zone kept (`+0200` becomes `+02:00`); undefined for anything else, such as a day that
 * no month has.
 */
export function isoTime(value: unknown): string | undefined {
  const match = typeof value === "string" ? ISO_TIME.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, date, time, zone = ""] = match;
  const iso = time
    ? `${date}T${time}${zone.toUpperCase().replace(/(\d{2})(\d{2})$/, "$1:$2")}`
    : date!;
  const day = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(`${date}T`);
  return exists && !Number.isNaN(Date.parse(iso)) ? iso : undefined;
}
