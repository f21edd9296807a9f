import { describe, expect, it } from "vitest";
import { jsonPrinter } from "../../../toolkit/report/json.js";
import { widthOf } from "../../../toolkit/report/layout.js";
import { showProgress } from "../../../toolkit/report/progress.js";
import { textPrinter } from "../../../toolkit/report/text.js";
import { fakeScreen } from "./fake-screen.js";

const ERASE = "\r\u001b[2K";

describe("progress", () => {
  it("is silent where there is no terminal", () => {
    const screen = fakeScreen();
    const progress = showProgress(screen, () => 0);
    progress.update(1, 2, "photo.jpg");
    progress.clear();
    expect(screen.text()).toBe("");
  });

  it("draws one line over itself and leaves nothing behind", () => {
    const screen = fakeScreen({ isTerminal: true });
    let time = 0;
    const progress = showProgress(screen, () => time);
    progress.update(0, 4, "a.jpg");
    time = 1000;
    progress.update(2, 4, "b.jpg");
    progress.clear();
    progress.clear();
    expect(screen.text()).toBe(
      `${ERASE}${"░".repeat(20)} 0/4 a.jpg${ERASE}${"█".repeat(10)}${"░".repeat(10)} 2/4 b.jpg${ERASE}`,
    );
  });

  it("has a shorter bar where there is less room, so that the figures are seen", () => {
    const screen = fakeScreen({ isTerminal: true, columns: 40 });
    showProgress(screen, () => 0).update(5, 10, "2.1 a second, 2 failed");
    expect(screen.text()).toBe(`${ERASE}█████░░░░░ 5/10 2.1 a second, 2 failed`);
  });

  it("is redrawn at most every 80 ms, but always at the end", () => {
    const screen = fakeScreen({ isTerminal: true });
    let time = 0;
    const progress = showProgress(screen, () => time);
    for (; time < 79; time++) progress.update(time, 1000, "a.jpg");
    progress.update(1000, 1000, "a.jpg");
    expect(screen.text().split(ERASE)).toHaveLength(3);
  });

  it("never wraps, whatever the file is called", () => {
    const screen = fakeScreen({ isTerminal: true, columns: 40 });
    showProgress(screen, () => 0).update(1, 0, `\u001b[31m\n${"漢".repeat(100)}`);
    const line = screen.text().slice(ERASE.length);
    expect(line).not.toMatch(/\p{C}/u);
    expect(widthOf(line)).toBeLessThan(40);
  });

  it.each([
    ["text", textPrinter],
    ["JSON", jsonPrinter],
  ] as const)("is cleared before %s is printed", (_, printer) => {
    const screen = fakeScreen({ isTerminal: true });
    const progress = showProgress(screen, () => 0);
    progress.update(1, 2, "photo.jpg");
    printer({ stdout: screen, stderr: screen, env: {}, progress }).end({
      done: 1,
      failed: 0,
      exitCode: 0,
    });
    expect(screen.text().split(ERASE)[2]).toMatch(/^(1 file done|\{"type":"end")/);
  });
});
