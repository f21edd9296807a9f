// The signed text vectors that the project publishes: every reader of ours says of each what test/vector/text says.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { verify } from "../../toolkit/index.js";
import { VECTORS, vectorRoot } from "../fixture/text-vector-signer.js";

interface Listed {
  readonly file: string;
  readonly about: string;
  readonly sidecar?: string;
  readonly state: string;
  readonly codes: readonly string[];
}

const folder = fileURLToPath(VECTORS);
const { time, vectors } = JSON.parse(readFileSync(join(folder, "vectors.json"), "utf8")) as {
  time: string;
  vectors: readonly Listed[];
};
const now = () => new Date(time);

describe("a signed text vector", () => {
  it.each(vectors)("$file: $about", async ({ file, state, codes }) => {
    const verdict = await verify(join(folder, file), { anchors: [vectorRoot()], now });
    const found = verdict.findings.map(({ code }) => code);
    expect([verdict.state, found]).toEqual([state, expect.arrayContaining([...codes])]);
    if (state === "Trusted") {
      expect(verdict.signer?.name).toContain("Colophon test vectors");
      const stranger = await verify(join(folder, file), { now });
      expect(stranger.state).toBe("Valid");
    }
  });

  it("is said of bytes as of a file", async () => {
    for (const { file, sidecar, state } of vectors) {
      if (sidecar) continue;
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      const verdict = await verify(bytes, { anchors: [vectorRoot()], now, name: file });
      expect([file, verdict.state]).toEqual([file, state]);
    }
  });

  it("is listed, each file of the folder", () => {
    const listed = vectors.flatMap(({ file, sidecar }) => (sidecar ? [file, sidecar] : [file]));
    const others = ["README.md", "signer", "vectors.json"];
    expect(readdirSync(folder).sort()).toEqual([...listed, ...others].sort());
  });
});
