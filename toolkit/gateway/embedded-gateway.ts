// The gateway as one thing to open, listen with and close: for the command, and for tests.
import { Incoming } from "./incoming.js";
import { type ChainOptions, LocalChain } from "./local-chain.js";
import { GatewayServer } from "./server.js";

export interface GatewayOptions extends ChainOptions {
  /** Seconds between blocks, when anything waits for one; 0, or nothing said, for only when asked. */
  readonly mineEvery?: number;
}

export class EmbeddedGateway {
  readonly #chain: LocalChain;
  readonly #incoming: Incoming;
  readonly #servers: GatewayServer[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  #isMining = false;

  private constructor(chain: LocalChain, incoming: Incoming, mineEvery: number) {
    this.#chain = chain;
    this.#incoming = incoming;
    if (mineEvery > 0) this.#timer = setInterval(() => void this.#mineWaiting(), mineEvery * 1000);
  }

  /**
   * Opens the chain in a folder, or begins one.
   * @throws ColophonError ARCHIVE_UNAVAILABLE (also: another gateway has the folder), DISK_FULL, OUTPUT_UNWRITABLE
   */
  static async open(options: GatewayOptions): Promise<EmbeddedGateway> {
    const chain = await LocalChain.open(options);
    const incoming = new Incoming({
      store: chain.store,
      submit: (head, data) => chain.submit(head, data),
      isKnown: (id) => chain.weave.transaction(id) !== undefined,
    });
    try {
      await incoming.load();
    } catch (error) {
      await chain.close();
      throw error;
    }
    return new EmbeddedGateway(chain, incoming, options.mineEvery ?? 0);
  }

  /**
   * Answers on 127.0.0.1; may be called again for a second face of the same chain.
   * @param port 0 for any free one
   * @throws ColophonError PORT_UNAVAILABLE
   */
  async listen(
    port: number,
    times?: ConstructorParameters<typeof GatewayServer>[1],
  ): Promise<{ url: string }> {
    const server = new GatewayServer({ chain: this.#chain, incoming: this.#incoming }, times);
    const listening = await server.listen(port);
    this.#servers.push(server);
    return listening;
  }

  /**
   * Makes a block of what waits. @param extra as many transactions of random data come with it
   * @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE, WALLET_INVALID
   */
  async mine(extra = 0): Promise<void> {
    await this.#chain.mine(extra);
  }

  /** Answers what is under way, and lets go of ports and folder. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#servers.map((server) => server.close()));
    await this.#chain.close();
  }

  async #mineWaiting(): Promise<void> {
    if (this.#isMining || !this.#chain.hasWaiting) return;
    this.#isMining = true;
    try {
      await this.#chain.mine();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#chain.warn(`no block was made: ${why}`);
    }
    this.#isMining = false;
  }
}
