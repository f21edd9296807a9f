// What stands behind a verdict: findings in groups, the certificate chain, and the archive record with its level.
import type {
  ArchiveBlock,
  ArchiveEvidence,
  CertificateSummary,
  EvidenceLevel,
  Finding,
  Verdict,
  Withdrawal,
} from "../../../src/index.js";
import { findingDetail, findingWords } from "../finding-words.js";
import { type FindingGroups, GROUP_HEADINGS, groupFindings } from "../findings.js";
import { dayWords } from "../quantity.js";
import { batchWords, evidenceWords, matchWords } from "../words.js";
import { fact, moment } from "./facts.js";
import { bdi, html, type Markup } from "./markup.js";
import { FINDING_SHAPE } from "./shape.js";

const MOST_FINDINGS = 100;
const MOST_CERTIFICATES = 12;

/** Sections for the groups of findings that there are: what failed is open, what held is folded away. */
export function findingSections(verdict: Verdict): Partial<Record<keyof FindingGroups, Markup>> {
  const groups = groupFindings(verdict);
  return Object.fromEntries(
    (["failed", "history", "notable", "rest"] as const)
      .filter((name) => groups[name].length > 0)
      .map((name) => [name, findingGroup(name, groups[name])]),
  );
}

function findingGroup(name: keyof FindingGroups, findings: readonly Finding[]): Markup {
  const left = findings.length - MOST_FINDINGS;
  const list = html`<ul class="findings">${findings.slice(0, MOST_FINDINGS).map((finding) => item(name, finding))}${left > 0 && html`<li>and ${left} more</li>`}</ul>`;
  const heading = html`<h3>${GROUP_HEADINGS[name]} <span class="count">${findings.length}</span></h3>`;
  return name === "rest"
    ? html`<details><summary>${heading}</summary>${list}</details>`
    : html`<section>${heading}${list}</section>`;
}

function item(name: keyof FindingGroups, finding: Finding): Markup {
  const detail = findingDetail(finding);
  const failed = name === "failed" || name === "history";
  const shape = failed ? "failed" : finding.kind === "success" ? "held" : "noted";
  return html`<li class="finding-${shape}">${FINDING_SHAPE[shape]}<div><p>${bdi(findingWords(finding))}</p>
<p class="faint"><code>${bdi(finding.code, 120)}</code>${finding.ingredient !== undefined && html` in ${bdi(finding.ingredient, 160)}`}</p>
${detail !== undefined && html`<p class="faint">${bdi(detail)}</p>`}</div></li>`;
}

/** The signer's certificates, the signer's own first. */
export function certificateTable(chain: readonly CertificateSummary[]): Markup | undefined {
  if (chain.length === 0) return undefined;
  const rows = chain.slice(0, MOST_CERTIFICATES).map(
    (one) => html`<tr><th scope="row">${bdi(one.subject)}</th><td>${bdi(one.issuer)}</td>
<td>${bdi(dayWords(one.notBefore), 60)} to ${bdi(dayWords(one.notAfter), 60)}</td>
<td><code>${bdi(one.serial, 80)}</code></td><td><code>${bdi(one.sha256, 80)}</code></td></tr>`,
  );
  return html`<details><summary><h3>Certificate chain <span class="count">${chain.length}</span></h3></summary>
<div class="scroll" tabindex="0" role="group" aria-label="Certificate chain"><table>
<caption>The certificates behind the signature, the signer’s own first</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">Issued by</th><th scope="col">Valid</th><th scope="col">Serial</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}

const LEVELS: readonly EvidenceLevel[] = ["listed", "authentic", "in block", "agreed"];

/** An archive record: how far it is proven stands first. */
export function archiveSection(archive: ArchiveEvidence): Markup {
  const reached = LEVELS.indexOf(archive.level);
  const steps = LEVELS.map((level, i) =>
    i === reached
      ? html`<li class="reached" aria-current="step"><span>${level}</span></li>`
      : html`<li class="${i < reached ? "reached" : "ahead"}">${level}</li>`,
  );
  return html`<section><h3>Archive record</h3>
<ol class="levels" aria-label="How far the record is proven">${steps}</ol>
<dl class="facts">${[
    fact("Level", html`<strong>${archive.level}</strong>`, evidenceWords(archive.level)),
    fact("Match", matchWords(archive.match)),
    archive.withdrawn !== undefined && withdrawnFact(archive.withdrawn),
    archive.supersededBy !== undefined &&
      fact(
        "Replaced by",
        html`<code>${bdi(archive.supersededBy, 120)}</code>`,
        "a later record by the same signer",
      ),
    archive.batch !== undefined && fact("Archived", batchWords(archive.batch)),
    archive.block !== undefined && blockFact(archive.block),
    archive.signer !== undefined && fact("Signed by", bdi(archive.signer)),
    fact("Kept in", bdi(archive.archivedIn)),
    fact("Id", html`<code>${bdi(archive.id, 120)}</code>`),
    fact("Owner", html`<code>${bdi(archive.owner, 120)}</code>`),
    fact("Credential", html`<code>${bdi(archive.manifest, 120)}</code>`),
  ]}</dl></section>`;
}

function withdrawnFact({ at, reason }: Withdrawal): Markup {
  return fact(
    "Withdrawn",
    html`by its signer on ${moment(at)}`,
    reason === undefined ? undefined : bdi(reason),
  );
}

/** The time is the block's own, and as good as the gateways that name it. */
function blockFact({ height, id, at, confirmations, gateways }: ArchiveBlock): Markup {
  const depth = `${confirmations} confirmation${confirmations === 1 ? "" : "s"}`;
  const by = gateways.map((url, i) => html`${i > 0 && ", "}${bdi(url, 120)}`);
  return fact(
    "Block",
    html`${String(height)}, ${moment(at)}, ${depth}`,
    html`as reported by ${by}; <code>${bdi(id, 80)}</code>`,
  );
}
