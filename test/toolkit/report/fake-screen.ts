// A screen that remembers what was written to it.
import type { Screen } from "../../../toolkit/report/screen.js";

export function fakeScreen(
  options: { isTerminal?: boolean; columns?: number } = {},
): Screen & { text(): string } {
  let written = "";
  return {
    isTerminal: options.isTerminal ?? false,
    columns: options.columns ?? 80,
    write: (text) => {
      written += text;
    },
    text: () => written,
  };
}
