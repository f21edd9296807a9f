// Splits a command into program and arguments without a shell: at white space, except between quotes.
// No escapes, no variables, no globs: a backslash is a backslash, because Windows paths have them.
import { ColophonError } from "../../src/index.js";

/**
 * `'my signer' --profile "main key"` is `my signer`, `--profile`, `main key`.
 * @throws ColophonError USAGE for nothing at all or a quote without end
 */
export function commandWords(command: string): readonly string[] {
  const words: string[] = [];
  // A word is a run of unquoted characters and quoted parts: --key="a b" is one.
  for (const [word] of command.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*'|["'])+/g)) {
    if (/["']/.test(word.replace(/"[^"]*"|'[^']*'/g, "")))
      throw usage(`a quote in the command has no end: ${command}`);
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  if (!words[0]) throw usage("the command is empty");
  return words;
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, {
    hint: `write the program and its arguments, with quotes around what contains spaces: --signer-command "'my signer' --key main"`,
  });
}
