// Untrusted text on a page of ours: inert characters, a length cap, a direction of its own. Always a text node.
import { plain } from "../plain.js";
import { moment } from "../text.js";

/** Text that comes from a file, a certificate, a page or a gateway. */
export function Inert({ text, longest = 300 }: { text: string; longest?: number }) {
  return <bdi>{plain(text, longest)}</bdi>;
}

/** A time for people, with the exact one for programs where it is a time at all. */
export function Moment({ iso }: { iso: string }) {
  const words = moment(iso);
  return words === iso ? <Inert text={iso} longest={60} /> : <time dateTime={iso}>{words}</time>;
}

/** An address: a link for http and https alone, the host first and in full, in every direction of writing; anything else is text. */
export function Address({ url }: { url: string }) {
  const parsed = webAddress(url);
  if (!parsed) return <Inert text={url} longest={200} />;
  const rest = `${parsed.pathname}${parsed.search}`;
  return (
    <a href={parsed.href} target="_blank" rel="noopener noreferrer" dir="ltr">
      <bdi>{parsed.host}</bdi>
      {rest !== "/" && (
        <span class="soft">
          <Inert text={rest} longest={60} />
        </span>
      )}
    </a>
  );
}

/** The address, if it is one of the web; undefined for every other scheme. */
export function webAddress(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}
