// JSON that is safe to print: unsafe characters are escaped inside it, which changes no value.

/** What JSON.stringify lets through although a terminal may obey it or an eye may miss it. */
const UNSAFE =
  /[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;

/** JSON of the same value with every unsafe character as \uXXXX; indented on request. */
export function inertJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
