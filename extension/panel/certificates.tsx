// The signer's certificates, the signer's own first.
import type { CertificateSummary } from "../../src/index.js";
import { day, number, text } from "../text.js";
import { Fact } from "../ui/fact.js";
import { Inert } from "../ui/inert.js";

const MOST = 12;

export function Certificates({ chain }: { chain: readonly CertificateSummary[] }) {
  if (chain.length === 0) return null;
  return (
    <details>
      <summary>
        <h3>
          {text("panelChain")} <span class="count">{number(chain.length)}</span>
        </h3>
      </summary>
      <ol class="chain">
        {chain.slice(0, MOST).map((one) => (
          <li key={one.sha256}>
            <dl class="facts">
              <Fact term={text("panelSubject")}>
                <Inert text={one.subject} />
              </Fact>
              <Fact term={text("panelIssuer")}>
                <Inert text={one.issuer} />
              </Fact>
              <Fact term={text("panelValidity")}>
                <Inert text={text("panelFromTo", day(one.notBefore), day(one.notAfter))} />
              </Fact>
              <Fact term={text("panelSerial")}>
                <code>
                  <Inert text={one.serial} longest={80} />
                </code>
              </Fact>
              <Fact term="SHA-256">
                <code>
                  <Inert text={one.sha256} longest={80} />
                </code>
              </Fact>
            </dl>
          </li>
        ))}
      </ol>
    </details>
  );
}
