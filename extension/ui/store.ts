// The state of a page of ours: one value, changed by a pure function, watched by the components. No library needed.
import { useEffect, useState } from "preact/hooks";

export interface Store<State, Event> {
  readonly state: State;
  /** Takes an event; whoever watches is told if it changed anything. */
  tell(event: Event): void;
  /** Calls back after every change; returns how to stop. */
  watch(changed: () => void): () => void;
}

/** A store that begins with `state` and changes by `reduce` alone. */
export function createStore<State, Event>(
  reduce: (state: State, event: Event) => State,
  state: State,
): Store<State, Event> {
  const watching = new Set<() => void>();
  let now = state;
  return {
    get state() {
      return now;
    },
    tell(event) {
      const next = reduce(now, event);
      if (next === now) return;
      now = next;
      for (const changed of watching) changed();
    },
    watch(changed) {
      watching.add(changed);
      return () => watching.delete(changed);
    },
  };
}

/** The state of a store, in a component: drawn anew after every change. */
export function useStore<State, Event>(store: Store<State, Event>): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.watch(() => setState(store.state));
  }, [store]);
  return state;
}
