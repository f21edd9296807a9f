// colophon gateway: says where it listens, stops when told to, and refuses what it can't do.
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { Io } from "../../../toolkit/command/command.js";
import { gateway } from "../../../toolkit/command/gateway.js";
import { type FakeIo, fakeIo, temporaryFolder } from "../../fake/io.js";
import { itemOf, json, upload } from "../gateway/ask.js";

/** Starts the command; `url` once it listens, `stop` is Ctrl-C and gives the exit code. */
async function started(home: string, ...args: string[]) {
  const cancel = new AbortController();
  const fake = fakeIo(home);
  const io: Io = { ...fake, signal: cancel.signal };
  const ended = gateway.run(args, io);
  const said = () => `${fake.out()}${fake.err()}`;
  while (!/http:\/\/\S+:\d+/.test(said()))
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5))]);
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(said()) ?? [];
  const stop = () => {
    cancel.abort();
    return ended;
  };
  return { url, fake: fake as FakeIo, stop };
}

describe("colophon gateway", () => {
  it("listens where it says, keeps things in the data folder, and ends with 0 when it is stopped", async () => {
    const home = temporaryFolder();
    const first = await started(home, "--port", "0", "--mine-every", "0");
    const item = await itemOf(1, "kept");
    await upload(first.url, item);
    expect(await first.stop()).toBe(0);
    expect(first.fake.out()).toBe("");
    expect(first.fake.err().replace(/\s+/g, " ")).toContain(
      `everything is kept in ${home}/gateway`,
    );
    await expect(fetch(`${first.url}/info`)).rejects.toThrow();
    const again = await started(home, "--port", "0");
    expect((await fetch(`${again.url}/raw/${item.id}`)).status).toBe(200);
    await again.stop();
  });

  it("says the same as JSON lines", async () => {
    const { fake, url, stop } = await started(temporaryFolder(), "--port", "0", "--json");
    await stop();
    expect(fake.lines()).toEqual([
      { type: "note", text: expect.stringContaining(`listening on ${url}`) },
      { type: "note", text: expect.stringContaining("stopped") },
    ]);
    expect(fake.err()).toBe("");
  });

  it("makes blocks by itself, only when something waits for one", async () => {
    const { url, stop } = await started(temporaryFolder(), "--port", "0", "--mine-every", "1");
    const height = async () => (await json(fetch(`${url}/info`))).height;
    await upload(url, await itemOf(1, "to be mined"));
    for (let i = 0; i < 200 && (await height()) === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await height()).toBe(1);
    await stop();
  }, 20_000);

  it("holds owners to --free-bytes", async () => {
    const { url, stop } = await started(temporaryFolder(), "--port", "0", "--free-bytes", "10");
    const { bytes } = await itemOf(1, "too much");
    const answer = await fetch(`${url}/v1/tx`, { method: "POST", body: bytes as BodyInit });
    expect(answer.status).toBe(402);
    await stop();
  });

  it("can't have a port that another program has", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const home = temporaryFolder();
    const run = gateway.run(["--port", String(port)], fakeIo(home));
    await expect(run).rejects.toMatchObject({
      code: "PORT_UNAVAILABLE",
      message: expect.stringContaining(String(port)),
    });
    other.close();
    const next = await started(home, "--port", "0"); // and it let go of the folder
    await next.stop();
  });

  it("can't have a folder that another gateway has", async () => {
    const home = temporaryFolder();
    const first = await started(home, "--port", "0");
    await expect(gateway.run(["--port", "0"], fakeIo(home))).rejects.toMatchObject({
      code: "ARCHIVE_UNAVAILABLE",
    });
    await first.stop();
  });

  it.each([
    ["--port", "65536"],
    ["--port", "-1"],
    ["--port", ""],
    ["--port", "0x10"],
    ["--mine-every", "1.5"],
    ["--mine-every", "86401"],
    ["--free-bytes", "lots"],
    ["--nonsense", "1"],
    ["a", "name"],
  ])("doesn't understand %s %s", async (...args) => {
    await expect(gateway.run(args, fakeIo(temporaryFolder()))).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});
