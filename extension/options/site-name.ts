// What a reader types for a site: a host, or an address of which the host is meant.
import { isHost } from "../settings-form.js";

/** The host as settings and permissions have it; undefined for what is none. */
export function hostOf(typed: string): string | undefined {
  const text = typed.trim();
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || text.length > 2000 || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return isHost(hostname) ? hostname : undefined;
}
