// A gateway for tests: the embedded one, real in everything, in a folder that goes away with it.
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Jwk, newWallet, walletOf } from "../../toolkit/adapter/arweave.js";
import { EmbeddedGateway, type GatewayOptions } from "../../toolkit/gateway/embedded-gateway.js";
import { keptFolder } from "../temporary.js";

export interface TestGateway {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly folder: string;
  /** Puts what waits into a block, with `extra` other transactions beside it. */
  mine(extra?: number): Promise<void>;
  /** Earlier than afterAll, which does it anyway. */
  stop(): Promise<void>;
}

const stops: (() => Promise<void>)[] = [];

afterAll(async () => {
  await Promise.all(stops.map((one) => one()));
});

/** Starts a gateway that stops by itself after the last test of the file. */
export async function startGateway(options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const { gateway, folder, stop } = await opened(options);
  const { url } = await gateway.listen(0);
  return { url, folder, mine: (extra) => gateway.mine(extra), stop };
}

/** Two addresses of one chain: gateways that agree. */
export async function twoFaces(
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway & { readonly urls: readonly [string, string] }> {
  const { gateway, folder, stop } = await opened(options);
  const { url } = await gateway.listen(0);
  const second = await gateway.listen(0);
  return { url, urls: [url, second.url], folder, mine: (extra) => gateway.mine(extra), stop };
}

async function opened(options: Partial<GatewayOptions>) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "colophon-gateway-"));
  if (!existsSync(join(folder, "wallet.json")))
    writeFileSync(join(folder, "wallet.json"), await wallet(), { mode: 0o600 });
  const gateway = await EmbeddedGateway.open({ now: () => new Date(), ...options, folder });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= gateway.close();
    return stopped;
  };
  stops.push(async () => {
    await stop();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  });
  return { gateway, folder, stop };
}

/** A throwaway wallet, the same for all tests on this computer: making one takes seconds. */
export async function testWallet(): Promise<Jwk> {
  return walletOf(await wallet());
}

async function wallet(): Promise<string> {
  const path = join(keptFolder(), "colophon-test-wallet.json");
  if (!existsSync(path)) {
    const mine = `${path}.${randomBytes(6).toString("hex")}`;
    writeFileSync(mine, JSON.stringify(await newWallet()), { mode: 0o600 });
    renameSync(mine, path);
  }
  return readFileSync(path, "utf8");
}
