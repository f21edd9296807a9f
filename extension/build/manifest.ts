// manifest.json is written once for all browsers: "{chrome}.key" holds for Chrome alone, "{chrome}.key+" is added to a list.

export type Target = "chrome" | "firefox";

type Manifest = Readonly<Record<string, unknown>>;

/** The manifest for one browser. */
export function manifestFor(source: Manifest, target: Target): Manifest {
  const out: Record<string, unknown> = {};
  const own: [key: string, value: unknown][] = [];
  for (const [name, value] of Object.entries(source)) {
    const [, browser, key] = /^\{(\w+)\}\.(\w+\+?)$/.exec(name) ?? [];
    if (key === undefined) out[name] = value;
    else if (browser === target) own.push([key, value]);
  }
  for (const [key, value] of own)
    if (key.endsWith("+")) {
      const name = key.slice(0, -1);
      out[name] = [...(out[name] as unknown[]), ...(value as unknown[])];
    } else out[key] = value;
  return out;
}

/**
 * For tests: what a reader grants with a click is granted from the start, because no click reaches a browser's own
 * prompt. Everything else is as it is shipped.
 */
export function withAllHosts(manifest: Manifest): Manifest {
  const { optional_host_permissions: hosts, ...rest } = manifest;
  return { ...rest, host_permissions: hosts };
}
