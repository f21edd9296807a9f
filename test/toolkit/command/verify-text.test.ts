// colophon verify for text that is in no file: given on the command line, or piped in.
import { beforeAll, describe, expect, it } from "vitest";
import { utf8, utf8Text } from "../../../src/encoding/index.js";
import { verify } from "../../../toolkit/command/verify.js";
import { signBytes } from "../../../toolkit/index.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";
import { type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let text: Uint8Array;
let page: Uint8Array;
beforeAll(async () => {
  shop = await workshop();
  const signed = async (name: string, content: string) =>
    (await signBytes(name, utf8(content), { identity: shop.identity })).bytes;
  text = await signed("lake.txt", "The lake is back.\n");
  page = await signed("lake.html", "<!doctype html><head></head><p>The lake is back.\n");
});

async function run(args: readonly string[], stdin?: Uint8Array) {
  const io = fakeIo(temporaryFolder(), stdin ? { stdin } : {});
  const code = await verify.run([...args, "--json"], io);
  const [line = ""] = io.out().split("\n");
  return { code, ...(JSON.parse(line) as { path: string; state: string; mediaType: string }) };
}

describe("colophon verify", () => {
  it("--text checks words with what they carry, and words that carry nothing are None", async () => {
    expect(await run(["--text", utf8Text(text)!])).toMatchObject({
      code: 12,
      path: "--text",
      state: "Valid",
      mediaType: "text/plain",
    });
    expect(await run(["--text", "The lake is back."])).toMatchObject({ code: 10, state: "None" });
    await expect(run(["--text", ""])).rejects.toMatchObject({ code: "USAGE" });
  });

  it("- checks what is piped in, as what it is or is said to be", async () => {
    expect(await run(["-"], text)).toMatchObject({ code: 12, path: "-", state: "Valid" });
    expect(await run(["-"], page)).toMatchObject({ state: "Valid", mediaType: "text/html" });
    const said = ["-", "--type", "text/markdown; charset=utf-8"];
    expect(await run(said, text)).toMatchObject({ state: "Valid", mediaType: "text/markdown" });
  });

  it("what is said of a page that is none does not make its credential hold", async () => {
    expect(await run(["-", "--type", "text/html"], text)).toMatchObject({ code: 10 });
  });
});
