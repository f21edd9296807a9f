// A site may keep marks off its pages, in the way that other readers of credentials honour, too. Toolbar and panel tell
// all the same: what the reader sees of the browser's own is no business of the site.

const NAME = "cr-allow-ui-injection";

/** Whether the page lets marks be put over it: `<meta name="CR-allow-UI-injection" content="false">` says no. */
export function allowsMarks(page: Document): boolean {
  // Asked for every medium: a list by name is kept by the browser, a selector would look through the whole page each time.
  return ![...page.getElementsByTagName("meta")].some((meta) => {
    const name = meta.getAttribute("name") ?? meta.getAttribute("http-equiv") ?? "";
    return name.toLowerCase() === NAME && /^\s*(false|no)\s*$/i.test(meta.content);
  });
}
