// What a reader types for a site: a host, or an address of which the host is meant.
import { isHost } from "../settings-form.js";

/** The host as settings and permissions have it; undefined for what is none. */
export function hostOf(typed: string): string | undefined {
  const text = typed.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || text.length > 2000 || !URL.canParse(url)) return undefined;
  const { hostname, protocol } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  return isHost(hostname) ? hostname : undefined;
}
