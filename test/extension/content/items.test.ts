// The media of a frame, however they were noted, are found by what they show.
import { describe, expect, it } from "vitest";
import { Items } from "../../../extension/content/items.js";

const element = (isConnected = true) => ({ isConnected }) as Element;
const all = () => true;
const picture = (url: string) => ({ kind: "image" as const, url });

describe("the media of a frame", () => {
  it("are found by address, whichever way they were noted, until they have gone", () => {
    const items = new Items();
    const [a, b] = [element(), element()];
    items.note(a, [picture("x")], all);
    items.note(b, [picture("x")], all);
    const asked = items.noteAddress("image", "x");
    const words = items.noteText({ kind: "image", url: "y" }, undefined);
    expect([...items.at("x")].map(({ id }) => id)).toEqual([1, 2, asked.id]);
    expect([...items.at("y")]).toEqual([words]);
    items.note(a, [picture("z")], all);
    (b as { isConnected: boolean }).isConnected = false;
    expect(items.sweep().map(({ id }) => id)).toEqual([2]);
    expect([...items.at("x")]).toEqual([asked]);
    expect([...items.at("z")]).toHaveLength(1);
  });

  it("stay the same item while the same is shown", () => {
    const items = new Items();
    const one = element();
    const { come } = items.note(one, [picture("x")], all);
    expect(items.note(one, [picture("x")], all)).toEqual({ come: [], gone: [] });
    expect(items.of(one)).toEqual(come);
  });
});
