// Work that must not overlap with itself: events come whenever they like, and a rule or a count that two of them change at
// once is changed by one.

/** Returns a function that runs what it is given, one after the other, whatever became of the one before. */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}
