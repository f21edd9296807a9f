// What is said about options that can't be read: one line of ours, never Node's own.
import { expect, it } from "vitest";
import { parseOptions } from "../../../toolkit/command/command.js";

const SPEC = {
  port: { type: "string", short: "p" },
  json: { type: "boolean" },
  gateway: { type: "strings" },
} as const;

it.each([
  [["--port"], "--port needs a value"],
  [["-p"], "--port needs a value"],
  [["--port", "-5"], "--port is followed by what looks like another option"],
  [["--gateway", "--json"], "--gateway is followed by what looks like another option"],
  [["--json=yes"], "--json takes no value"],
  [["--frob"], "there is no option --frob"],
  [["-x"], "there is no option -x"],
  [["--fr\nob'"], "there is no option --fr"],
  [[""], "an argument is empty"],
  [["--port", ""], "--port was given an empty value"],
  [["--gateway="], "--gateway was given an empty value"],
  [["--port", "1", "-p", "2"], "-p takes one value, and was given two"],
])("%j is refused: %s", (args, message) => {
  expect(() => parseOptions("gateway", args, SPEC)).toThrow(
    expect.objectContaining({ code: "USAGE", message }),
  );
});

it("a value that begins with a dash is taken behind an equals sign, as the hint says", () => {
  expect(() => parseOptions("gateway", ["--port", "-5"], SPEC)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("--port=-VALUE") }),
  );
  expect(parseOptions("gateway", ["--port=-5"], SPEC).values.port).toBe("-5");
});

it("the same value twice is no second one, and what may be repeated is", () => {
  const args = ["--port", "1", "-p1", "--gateway", "a", "--gateway", "b", "--json", "--json"];
  expect(parseOptions("gateway", args, SPEC).values).toEqual({
    port: "1",
    gateway: ["a", "b"],
    json: true,
  });
});
