// What texts go through outside of browsers: programs that store, clean, convert and set them. Each says what must be left at
// least: `exact file` is the hard binding, `exact` the words.

/** The credential of a text: a mark (U+FEFF), which may be gone, and invisible characters that begin with "C2PATXT\0". */
export const RUN =
  /\ufeff?\u{e0133}\u{e0122}\u{e0140}\u{e0131}\u{e0144}\u{e0148}\u{e0144}\ufe00[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]*/u;

const LINES = [
  "The harbour wall",
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places. The work begins in May and will take until the autumn…",
  "“We have waited long enough,” said Zoë Lindström, the harbour master — and nobody on the quay disagreed with her. 'It's the fishermen,' she added, 'who pay.'",
  "The wall's face is 1,200 m² of granite. The money comes from the county and from a fund that the town set up after the flood of 1953; what remains is to be spent on the lighthouse.",
];
export const ARTICLE = `${LINES.join("\n\n")}\n`;
export const MARKDOWN = `# ${LINES[0]}\n\n${LINES[1]}\n\n${LINES[2].replace("nobody", "*nobody*")}\n\n* ${LINES[3].replace("; ", ".\n* ")}\n`;

/**
 * Signed text in; `{name, least}` out, with what has come of it: `text`, or `html`, or `markdown`. A package that isn't
 * there is a line on stderr, and no row.
 */
export async function* transports(article, markdown) {
  for (const [name, change, least] of PLAIN) yield { name, text: change(article), least };
  for (const [name, load] of PACKAGES) {
    try {
      const change = await load();
      yield { name, ...(await change(article, markdown)), least: "exact" };
    } catch (cause) {
      if (cause?.code !== "ERR_MODULE_NOT_FOUND") throw cause;
      process.stderr.write(`${name} left out: npm ci in bench/ installs it\n`);
    }
  }
}

const PLAIN = [
  ["nothing", (text) => text, "exact file"],
  ["JSON", (text) => JSON.parse(JSON.stringify(text)), "exact file"],
  ["URL coding", (text) => decodeURIComponent(encodeURIComponent(text)), "exact file"],
  ["UTF-16 and back", (text) => Buffer.from(text, "utf16le").toString("utf16le"), "exact file"],
  ["NFC", (text) => text.normalize("NFC"), "exact file"],
  ["NFD", (text) => text.normalize("NFD"), "exact"],
  ["NFKC", (text) => text.normalize("NFKC"), "edited"], // m² is m2
  ["trim()", (text) => text.trim(), "exact file"],
  ["another line feed at the end", (text) => `${text}\n`, "exact"],
  ["CRLF", (text) => text.replaceAll("\n", "\r\n"), "exact"],
  ["wrapped again at 72 columns", wrapped, "exact"],
  ["typewriter quotation marks", (text) => text.replace(/[“”]/g, '"'), "exact"],
  ["smart quotation marks", smart, "exact"],
  ["white space collapsed: /\\s+/g", (text) => text.replace(/\s+/g, " "), "exact"],
  ["U+FEFF stripped", (text) => text.replaceAll("\ufeff", ""), "exact"],
  [
    "[\\u200B-\\u200D\\uFEFF] stripped",
    (text) => text.replace(/[\u200b-\u200d\ufeff]/g, ""),
    "exact",
  ],
  ["\\p{Cf} stripped", (text) => text.replace(/\p{Cf}/gu, ""), "exact"],
  ["variation selectors removed", (text) => text.replace(/\p{Variation_Selector}/gu, ""), "exact"],
  [
    "what is beyond U+FFFF removed",
    (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, ""),
    "exact",
  ],
  ["the last 100 characters cut off", (text) => [...text].slice(0, -100).join(""), "exact"],
  ["a word changed", (text) => text.replace("Monday", "Tuesday"), "edited"],
];

const PACKAGES = [
  [
    "sanitize-html",
    async () => {
      const { default: sanitize } = await import("sanitize-html");
      return (article) => ({ html: sanitize(htmlOf(article)) });
    },
  ],
  [
    "markdown-it",
    async () => {
      const { default: Markdown } = await import("markdown-it");
      return (_, markdown) => ({ html: new Markdown().render(markdown) });
    },
  ],
  [
    "markdown-it with typographer",
    async () => {
      const { default: Markdown } = await import("markdown-it");
      return (_, markdown) => ({ html: new Markdown({ typographer: true }).render(markdown) });
    },
  ],
  [
    "markdown-it, then turndown",
    async () => {
      const [{ default: Markdown }, { default: Turndown }] = await Promise.all([
        import("markdown-it"),
        import("turndown"),
      ]);
      return (_, markdown) => ({
        markdown: new Turndown().turndown(new Markdown().render(markdown)),
      });
    },
  ],
  [
    "prettier, wrapping prose",
    async () => {
      const { format } = await import("prettier");
      const options = { parser: "markdown", proseWrap: "always" };
      return async (_, markdown) => ({ markdown: await format(markdown, options) });
    },
  ],
];

/** As a site sets it: a paragraph for each block. */
export function htmlOf(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped
    .split("\n\n")
    .map((block) => `<p>${block.replace(/\n/g, "")}</p>`)
    .join("\n");
}

function wrapped(text) {
  return text.replace(/(.{50,72}) /g, "$1\n");
}

function smart(text) {
  return text
    .replace(/(^|\s)'/g, "$1‘")
    .replaceAll("'", "’")
    .replaceAll("…", "...");
}
