// What the corpus index says of a file, in the terms of a verdict.

/** @typedef {{ states: string[], codes: string[], why?: string }} Expectation */

const CODE = /[a-zA-Z]+(?:\.[a-zA-Z]+)+/g;

/** Outcomes of INDEX.csv that speak about a verdict, and the states that fulfil them. */
const OUTCOME = {
  "no-manifest": ["None"],
  valid: ["Valid", "Trusted"],
  trusted: ["Valid", "Trusted"], // the corpus has no roots: Trusted cannot be shown with it, see test/src/trust
  untrusted: ["Valid"],
  invalid: ["Invalid"],
  "valid(ingredient invalid)": ["Valid", "Invalid", "Trusted"],
  error: ["NotChecked", "Invalid"],
  "error/invalid": ["NotChecked", "Invalid"],
  unsupported: ["NotChecked", "None"],
  hostile: ["None", "NotChecked", "Invalid"],
  "no fetch": ["None"],
  "remote-manifest": ["None"],
  "cawg-case": ["Valid", "Trusted"],
};

/**
 * @param {{ path: string, expected_outcome: string, expected_codes: string }} row
 * @returns {Expectation | undefined} undefined for rows that expect nothing of a verifier
 */
export function expectation(row) {
  const states = OUTCOME[row.expected_outcome];
  if (!states) return undefined;
  const failing = row.expected_outcome === "invalid";
  const codes = failing ? (row.expected_codes.match(CODE) ?? []) : [];
  return { states, codes: codes.filter((code) => !code.startsWith("ERR")) };
}
