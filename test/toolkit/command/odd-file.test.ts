// Files that are not what they seem: a text under a picture's name, a file whose signing in place was cut off.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { signBytes } from "../../../toolkit/index.js";
import { keepUndo } from "../../../toolkit/sign/undo-journal.js";
import { fixture, workshop } from "../sign/workshop.js";
import { SignedPlace } from "./signed-place.js";

let place: SignedPlace;
beforeAll(async () => {
  place = await SignedPlace.open();
});

describe("a file under another kind's name", () => {
  it("is not signed when it holds text, or nothing that is known; beside it is", async () => {
    writeFileSync(place.at("page.jpg"), "<html><body>404 Not Found</body></html>");
    writeFileSync(place.at("zeroes.mp4"), new Uint8Array(99));
    const { exit, of } = await place.run("sign", place.at("page.jpg"), place.at("zeroes.mp4"));
    expect(exit).toBe(1);
    expect(of("error").map(({ code, message }) => [code, message])).toEqual([
      [
        "FORMAT_UNSUPPORTED",
        expect.stringContaining("page.jpg is not what .jpg says: it holds text"),
      ],
      [
        "FORMAT_UNSUPPORTED",
        expect.stringContaining("zeroes.mp4 is not what .mp4 says: its bytes"),
      ],
    ]);
    const beside = await place.run("sign", place.at("zeroes.mp4"), "--sidecar");
    expect(beside.exit).toBe(0);
    const { identity } = await workshop();
    await expect(signBytes("a.png", Buffer.from("text"), { identity })).rejects.toMatchObject({
      code: "FORMAT_UNSUPPORTED",
    });
  });

  it("is signed as the picture that it is", async () => {
    writeFileSync(place.at("picture.png"), await fixture("jpeg-baseline"));
    const { exit, of } = await place.run("sign", place.at("picture.png"));
    expect([exit, of("note").length]).toEqual([0, 1]);
  });
});

describe("a file whose signing in place was cut off", () => {
  it("is told by verify, with what to do; doing it signs the file", async () => {
    const path = place.at("half", "a.webp");
    mkdirSync(place.at("half"));
    writeFileSync(path, await fixture("webp-lossy"));
    const whole = readFileSync(path);
    const file = await open(path, "r+");
    await keepUndo(path, file, [{ at: whole.length, bytes: whole }]);
    await file.write(whole.subarray(0, 50), 0, 50, whole.length);
    await file.close();
    const half = await place.run("verify", path);
    expect(half.of("note").map(({ text }) => text)).toEqual([
      `${path} is only half signed: signing it in place was cut off, or is still going on. Nothing is lost: colophon sign ${path} --in-place puts it back as it was, and signs it`,
    ]);
    expect((await place.run("sign", path, "--in-place")).exit).toBe(0);
    const signed = await place.run("verify", path);
    expect(signed.of("note")).toEqual([]);
    expect(signed.of("verdict")[0]).toMatchObject({ state: "Valid" });
  });
});
