import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandWords } from "../../../toolkit/sign/command-words.js";

describe("a command", () => {
  it.each<[string, string[]]>([
    ["signer", ["signer"]],
    ["  kms-sign \t --profile main\n", ["kms-sign", "--profile", "main"]],
    [`'/opt/my signer/run' --key "main key"`, ["/opt/my signer/run", "--key", "main key"]],
    [`run --key='a b'"c d"e`, ["run", "--key=a bc de"]],
    [`run "it's" 'say "so"' ""`, ["run", "it's", 'say "so"', ""]],
    [`C:\\tools\\sign.exe "C:\\my keys\\"`, ["C:\\tools\\sign.exe", "C:\\my keys\\"]],
    ["run $HOME `id` ; rm -rf * | x", ["run", "$HOME", "`id`", ";", "rm", "-rf", "*", "|", "x"]],
  ])("%j is its words, and no shell's", (command, words) => {
    expect(commandWords(command)).toEqual(words);
  });

  it.each(["", "  ", `run "a`, "run 'a", `it's`, `""`])("like %j is a mistake", (command) => {
    expect(() => commandWords(command)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });

  it("made by quoting words gives the same words back", () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/["]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(commandWords(words.map((text) => `"${text}"`).join(" "))).toEqual(words);
      }),
    );
  });
});
