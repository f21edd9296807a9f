// How what was found on a page is put in order.
import { describe, expect, it } from "vitest";
import type { PageItem } from "../../../extension/messages.js";
import { fileName, listing, lookOf } from "../../../extension/ui/listing.js";
import type { ArchiveEvidence, State, Verdict } from "../../../src/index.js";

function item(id: number, state?: State, more: Partial<Verdict> = {}): PageItem {
  const verdict = { state: state ?? "None", summary: "", findings: [], ...more };
  const url = `https://example.org/${id}.jpg`;
  return {
    id,
    kind: "image",
    url,
    ...(state && { checked: { ok: true, value: { verdict, of: "page", fetched: 0 } } }),
  };
}

const RECORD: ArchiveEvidence = {
  id: "r",
  level: "authentic",
  manifest: "urn:c2pa:m",
  match: "signed-file",
  owner: "o",
  archivedIn: "https://gateway.example",
  findings: [],
};

describe("the list of a page", () => {
  it("puts credentials first, in the order of the page, the page's own frame before others", () => {
    const { credentials, without, checking } = listing(
      new Map([
        [5, [item(1, "Trusted")]],
        [0, [item(9, "None"), item(2, "Invalid"), item(3, "Valid"), item(4)]],
      ]),
    );
    expect(credentials.map(({ frame, item: { id } }) => [frame, id])).toEqual([
      [0, 2],
      [0, 3],
      [5, 1],
    ]);
    expect(without).toHaveLength(1);
    expect(checking).toHaveLength(1);
  });

  it("never counts what could not be checked as without credentials", () => {
    const failed: PageItem = {
      ...item(1),
      checked: { ok: false, code: "URL_UNREACHABLE", message: "403" },
    };
    const large: PageItem = { ...item(2), waiting: "large" };
    const { notChecked, without } = listing(new Map([[0, [failed, large, item(3, "NotChecked")]]]));
    expect(notChecked).toHaveLength(3);
    expect(without).toHaveLength(0);
  });

  it("shows a stripped copy that the archive knows, but not what a gateway merely lists", () => {
    expect(lookOf(item(1, "None", { archive: RECORD }))).toBe("Found");
    expect(lookOf(item(1, "None", { archive: { ...RECORD, level: "listed" } }))).toBe("None");
    expect(lookOf(item(1, "Invalid", { archive: RECORD }))).toBe("Invalid");
  });

  it("takes a file's name from its address, whatever the address is", () => {
    expect(fileName("https://example.org/a/b%20c.jpg?x=/y")).toBe("b c.jpg");
    expect(fileName("https://example.org/%E0%A4%A.jpg")).toBe("%E0%A4%A.jpg");
    expect(fileName("data:image/png;base64,AA/BB")).toBe("");
    expect(fileName("blob:https://example.org/123")).toBe("");
  });
});
