// Values from callbacks to one reader.

export class Channel<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #ended = false;
  #error: unknown;
  #wake = () => {};

  push(value: T): void {
    this.#values.push(value);
    this.#wake();
  }

  /** After what was pushed the reader sees the end, or the error. The first end counts. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#values.length > 0) yield this.#values.shift() as T;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}
