// Two buttons that put the report on the clipboard, and say whether it worked.
import type { Checked } from "../messages.js";
import { text } from "../text.js";
import { reportJson, reportText } from "./report.js";

export function CopyReport(props: { name: string; checked: Checked; say(words: string): void }) {
  const { name, checked, say } = props;
  const copy = async (written: typeof reportJson) => {
    const report = written({ name, checked, at: new Date().toISOString() });
    await navigator.clipboard.writeText(report).then(
      () => say(text("panelCopied")),
      () => say(text("panelNotCopied")),
    );
  };
  return (
    <div class="buttons">
      <button type="button" onClick={() => void copy(reportJson)}>
        {text("panelCopyJson")}
      </button>
      <button type="button" onClick={() => void copy(reportText)}>
        {text("panelCopyText")}
      </button>
    </div>
  );
}
