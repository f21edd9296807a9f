// The report of a batch as a page: what failed comes first, each file is named once, and hostile names stay text.
import { describe, expect, it } from "vitest";
import { type BatchReport, batchPage } from "../../../toolkit/report/batch-page.js";

const HOSTILE = `"><script>alert(1)</script>\u202egpj.exe`;
const report: BatchReport = {
  out: "signed",
  signer: "The Daily Record",
  from: "2026-03-04T12:00:00Z",
  to: "2026-03-04T12:00:02Z",
  version: "0.1.0",
  counts: { signed: 1200, kept: 0, failed: 0, left: 0 },
  records: [],
  failures: [],
  signed: [{ name: "a.jpg", mediaType: "image/jpeg", manifest: "urn:c2pa:1" }],
  pictures: [],
};

const text = (page: string) => page.replace(/<style>[\s\S]*<\/style>|<[^>]*>/g, "");

describe("the report of a batch", () => {
  it("says what was signed, and nothing of what there is none of", () => {
    const page = text(batchPage(report));
    expect(page).toContain("1,200 files signed in 2.0 seconds.");
    expect(page).toContain("the first 1 of 1,200 files; all are in report.json");
    expect(page).not.toContain("failed");
  });

  it("begins with what failed, and doesn't say the name again", () => {
    const page = text(
      batchPage({
        ...report,
        counts: { signed: 2, kept: 3, failed: 1, left: 4 },
        stopped: "no room left",
        failures: [{ input: "in/a.jpg", code: "FILE_EMPTY", message: "in/a.jpg is empty" }],
      }),
    );
    expect(page).toContain("1 of 10 files failed");
    expect(page).toContain(
      "1 file failed, 2 files signed in 2.0 seconds, 3 files had been signed before, 4 files left",
    );
    expect(page).toContain("The run ended early: no room left");
    expect(page.match(/in\/a\.jpg/g)).toHaveLength(1);
    expect(page.indexOf("is empty")).toBeLessThan(page.indexOf("urn:c2pa:1"));
  });

  it("makes every string text, whatever it is", () => {
    const page = batchPage({
      ...report,
      out: HOSTILE,
      signer: HOSTILE,
      stopped: HOSTILE,
      records: [HOSTILE],
      failures: [{ input: HOSTILE, code: HOSTILE, message: `${HOSTILE} fails`, hint: HOSTILE }],
      signed: [{ name: HOSTILE, mediaType: HOSTILE, manifest: HOSTILE }],
      pictures: [],
    });
    expect(page).not.toMatch(/<script|\u202e/);
    expect(page).toContain("&lt;script&gt;");
  });
});
