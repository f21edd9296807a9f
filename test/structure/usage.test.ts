// The help texts are a contract as well: docs/cli.md shows them as they are, and they name every option there is.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { archive } from "../../toolkit/command/archive.js";
import { batch } from "../../toolkit/command/batch.js";
import { BATCH_OPTIONS } from "../../toolkit/command/batch-options.js";
import { GATEWAY_OPTIONS, gateway } from "../../toolkit/command/gateway.js";
import { identity } from "../../toolkit/command/identity.js";
import { OPTIONS as INSPECT_OPTIONS, inspect } from "../../toolkit/command/inspect.js";
import { sign } from "../../toolkit/command/sign.js";
import { SIGN_OPTIONS } from "../../toolkit/command/sign-options.js";
import { trust } from "../../toolkit/command/trust.js";
import { OPTIONS, verify } from "../../toolkit/command/verify.js";
import { WORKER_OPTIONS, worker } from "../../toolkit/command/worker.js";

const MANUAL = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const COMMANDS = [identity, sign, batch, worker, verify, inspect, archive, trust, gateway];

describe.each(COMMANDS)("colophon $name", ({ name, summary, usage }) => {
  it("is shown in docs/cli.md as it helps itself", () => {
    const from = MANUAL.indexOf(`\n## colophon ${name}\n`);
    const section = MANUAL.slice(from, MANUAL.indexOf("\n## ", from + 4));
    expect(section).toContain(`\n\`\`\`\n${usage}\`\`\`\n`);
  });

  it("says in one line what it does, and fits into 80 columns", () => {
    expect(summary.length).toBeLessThan(75);
    for (const line of usage.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe.each([
  ["sign", sign, SIGN_OPTIONS],
  ["batch", batch, BATCH_OPTIONS],
  ["worker", worker, WORKER_OPTIONS],
  ["verify", verify, OPTIONS],
  ["inspect", inspect, INSPECT_OPTIONS],
  ["gateway", gateway, GATEWAY_OPTIONS],
] as const)("the help of %s", (_, { usage }, options) => {
  const known = Object.keys(options).map((name) => (name === "output" ? "-o" : `--${name}`));

  it("names every option, and no other", () => {
    const named = [...usage.matchAll(/(?<![\w-])--?[a-z]+(?:-[a-z]+)*\b/g)].map(
      ([option]) => option,
    );
    expect([...new Set(named)].sort()).toEqual([...known].sort());
  });
});
