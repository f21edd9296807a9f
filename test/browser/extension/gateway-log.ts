// The embedded gateway behind a server that writes down everything it is asked: what a gateway learns of a reader.
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { startGateway, type TestGateway } from "../../fake/gateway.js";

/** One request, whole. */
interface Heard {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly cookie: boolean;
}

export interface LoggedGateway {
  /** Where the log is kept. */
  readonly url: string;
  /** The gateway itself: what is asked here is not in the log. */
  readonly own: TestGateway;
  readonly log: Heard[];
  close(): void;
}

export async function loggedGateway(): Promise<LoggedGateway> {
  const own = await startGateway();
  const log: Heard[] = [];
  const server = createServer(async (asked, answer) => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const { method = "", url: path = "", headers } = asked;
    const body = Buffer.concat(parts);
    log.push({ method, path, body: body.toString(), cookie: headers.cookie !== undefined });
    const passed = request(`${own.url}${path}`, { method, headers }, (said) => {
      answer.writeHead(said.statusCode ?? 502, said.headers);
      said.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    passed.end(body);
  });
  server.unref();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    own,
    log,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
