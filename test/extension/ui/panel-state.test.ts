// The panel's state without a browser: late answers, other pages, files of the reader's own.
import { describe, expect, it } from "vitest";
import type { Checked, PageItem, Result } from "../../../extension/messages.js";
import { PanelController, type PanelMeans } from "../../../extension/panel/controller.js";
import {
  isThere,
  type PanelEvent,
  type PanelState,
  reduce,
  START,
  type Subject,
} from "../../../extension/panel/panel-state.js";
import { createStore } from "../../../extension/ui/store.js";

const SITE = { host: "example.org", mode: "automatic", granted: true, web: true } as const;

function checked(summary: string): Result<Checked> {
  const verdict = { state: "Valid", summary, findings: [] } as const;
  return { ok: true, value: { verdict, of: "page", fetched: 0 } };
}

function item(id: number, summary?: string): PageItem {
  const url = `https://example.org/${id}.jpg`;
  return { id, kind: "image", url, ...(summary !== undefined && { checked: checked(summary) }) };
}

/** A page with the items given, and a controller that looks at it. */
function panel(means: Partial<PanelMeans> = {}) {
  const store = createStore<PanelState, PanelEvent>(reduce, START);
  const controller = new PanelController(
    {
      tab: async () => 7,
      site: async () => SITE,
      found: async () => new Map([[0, [item(1, "listed"), item(2)]]]),
      detail: async (_tab, _frame, id) => checked(`detail of ${id}`),
      picture: async () => undefined,
      check: async ({ source }) => checked(source.from === "file" ? source.name : ""),
      ...means,
    },
    store,
  );
  return { store, controller };
}

function summaryOf(state: PanelState): string | undefined {
  const { result } = state.detail ?? {};
  return result?.ok ? result.value.verdict.summary : undefined;
}

describe("the panel's state", () => {
  it("lists every frame that answers", async () => {
    const { store, controller } = panel({
      found: async () => new Map([0, 9].map((frame) => [frame, [item(frame)]])),
    });
    await controller.follow();
    expect([...store.state.frames.keys()]).toEqual([0, 9]);
    expect(store.state.page).toBe("seen");
  });

  it("says that a page without a content script has not been looked at", async () => {
    const { store, controller } = panel({ found: async () => new Map() });
    await controller.follow();
    expect(store.state.page).toBe("unseen");
  });

  it("shows what the list knows at once, and everything when it comes", async () => {
    let answer: (result: Result<Checked>) => void = () => {};
    const { store, controller } = panel({
      detail: () => new Promise((done) => (answer = done)),
    });
    await controller.follow();
    const shown = controller.show(0, 1);
    expect(summaryOf(store.state)).toBe("listed");
    answer(checked("in full"));
    await shown;
    expect(summaryOf(store.state)).toBe("in full");
  });

  it("drops an answer about what is not in view any more", async () => {
    const waiting = new Map<number, (result: Result<Checked>) => void>();
    const { store, controller } = panel({
      detail: (_tab, _frame, id) => new Promise((done) => waiting.set(id, done)),
    });
    await controller.follow();
    const first = controller.show(0, 1);
    const second = controller.show(0, 2);
    waiting.get(2)?.(checked("second"));
    waiting.get(1)?.(checked("first, late"));
    await Promise.all([first, second]);
    expect(summaryOf(store.state)).toBe("second");
  });

  it("keeps a file of the reader's own in view when the page changes, and drops the page's", async () => {
    const { store, controller } = panel();
    await controller.follow();
    await controller.inspect(new File(["x"], "mine.jpg"));
    await controller.follow();
    expect(store.state.detail?.name).toBe("mine.jpg");
    await controller.show(0, 1);
    await controller.follow();
    expect(store.state.detail).toBeUndefined();
  });

  it("keeps what is in view while it is on the page, though its address changes or another window's tab comes up", async () => {
    let items = [item(1, "listed"), item(2)];
    let tab = 7;
    const { store, controller } = panel({
      tab: async () => tab,
      found: async () => new Map([[0, items]]),
    });
    await controller.follow();
    await controller.show(0, 1);
    await controller.moved();
    await controller.activated();
    expect(summaryOf(store.state)).toBe("detail of 1");
    expect(isThere(store.state)).toBe(true);
    items = [item(3)];
    await controller.refresh();
    expect(summaryOf(store.state)).toBe("detail of 1");
    expect(isThere(store.state)).toBe(false);
    await controller.moved();
    expect(store.state.detail).toBeUndefined();
    await controller.show(0, 3);
    tab = 8;
    await controller.activated();
    expect(store.state.detail).toBeUndefined();
  });

  it("asks the gateways once, however often the button is pressed", async () => {
    const asked: unknown[] = [];
    const { controller, store } = panel({
      detail: async (_tab, _frame, _item, options) => {
        asked.push(options);
        return checked("");
      },
    });
    await controller.follow();
    await controller.show(0, 1);
    await Promise.all([controller.lookUp(), controller.lookUp()]);
    expect(asked).toEqual([{}, { archive: true }]);
    expect(store.state.detail).toMatchObject({ lookedUp: true });
    expect(store.state.detail?.asking).toBeUndefined();
  });

  it("hands the archive and the remote host on for a file, too, and nothing that wasn't asked for", async () => {
    const asked: object[] = [];
    const { controller } = panel({
      check: async ({ source: _, ...rest }) => {
        asked.push(rest);
        return checked("");
      },
    });
    await controller.inspect(new File(["x"], "mine.jpg"));
    await controller.fetchRemote("credentials.example");
    const always = { asked: true, pictures: true };
    expect(asked).toEqual([always, { ...always, remoteHost: "credentials.example" }]);
  });

  it("lists again when something changed while it was listing", async () => {
    let listed = 0;
    const { controller } = panel({
      found: async () => {
        listed++;
        if (listed === 1) void controller.refresh();
        return new Map();
      },
    });
    await controller.follow();
    expect(listed).toBe(2);
  });

  it("is the same value when nothing changed", () => {
    const subject: Subject = { from: "page", frame: 0, item: 1 };
    const event: PanelEvent = { is: "answered", subject, result: checked("") };
    expect(reduce(START, event)).toBe(START);
  });
});
