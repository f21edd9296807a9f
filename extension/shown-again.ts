// In Firefox, what the browser answers while a page is kept for "back" never reaches the page's scripts (its promises stay
// open for good): so it is asked for again when the page is shown again.

/** Asks, and asks again each time that the page comes back before there was an answer. The first answer counts. */
export function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    const answered = new AbortController();
    const again = () => {
      void ask()
        .then(done, failed)
        .finally(() => answered.abort());
    };
    addEventListener("pageshow", ({ persisted }) => persisted && again(), answered);
    again();
  });
}
