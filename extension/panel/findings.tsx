// What was found, in groups: what failed first, what held folded away. Each with its code and what it is about.
import { groupFindings } from "../../src/credential/index.js";
import type { Finding, Verdict } from "../../src/index.js";
import { number, plural, text } from "../text.js";
import { findingDetail, findingWords } from "../ui/finding-words.js";
import { Inert } from "../ui/inert.js";
import { FindingShape } from "../ui/shape.js";

const MOST = 100;

const HEADINGS = {
  failed: "panelFailed",
  history: "panelFailedHistory",
  notable: "panelNotable",
  rest: "panelRest",
} as const;

type Group = keyof typeof HEADINGS;

/** The groups named, those that hold nothing left out. */
export function Findings({ verdict, groups }: { verdict: Verdict; groups: readonly Group[] }) {
  const all = groupFindings(verdict);
  return (
    <>
      {groups.map(
        (name) => all[name].length > 0 && <OneGroup key={name} name={name} findings={all[name]} />,
      )}
    </>
  );
}

function OneGroup({ name, findings }: { name: Group; findings: readonly Finding[] }) {
  const left = findings.length - MOST;
  const heading = (
    <h3>
      {text(HEADINGS[name])} <span class="count">{number(findings.length)}</span>
    </h3>
  );
  const list = (
    <ul class="findings">
      {findings.slice(0, MOST).map((finding, i) => (
        <OneFinding key={i} group={name} finding={finding} />
      ))}
      {left > 0 && <li>{plural("panelMore", left)}</li>}
    </ul>
  );
  if (name !== "rest")
    return (
      <section>
        {heading}
        {list}
      </section>
    );
  return (
    <details>
      <summary>{heading}</summary>
      {list}
    </details>
  );
}

function OneFinding({ group, finding }: { group: Group; finding: Finding }) {
  const detail = findingDetail(finding);
  const failed = group === "failed" || group === "history";
  const shape = failed ? "failed" : finding.kind === "success" ? "held" : "noted";
  const { code, ingredient } = finding;
  return (
    <li class={`finding-${shape}`}>
      <FindingShape as={shape} />
      <div>
        <p>
          <Inert text={findingWords(finding)} />
        </p>
        <p class="soft">
          <code>
            <Inert text={code} longest={120} />
          </code>{" "}
          {ingredient !== undefined && <Inert text={text("panelIn", ingredient)} longest={160} />}
        </p>
        {detail !== undefined && (
          <p class="soft">
            <Inert text={detail} />
          </p>
        )}
      </div>
    </li>
  );
}
