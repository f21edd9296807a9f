// Files in memory for a page under test, from loopback.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Assets = Map<string, readonly [mediaType: string, content: string | Uint8Array]>;

export interface Served {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: ReadonlySet<string>;
  close(): void;
}

/** Serves `assets` by path; what is put into it later is served, too. */
export async function serve(assets: Assets): Promise<Served> {
  const asked = new Set<string>();
  const server = createServer(({ url = "" }, response) => {
    asked.add(url);
    const [mediaType, content] = assets.get(url) ?? ["text/plain", "not found"];
    response.writeHead(assets.has(url) ? 200 : 404, { "content-type": mediaType }).end(content);
  });
  server.unref(); // stops with the test, whatever becomes of it
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => server.close(),
  };
}
