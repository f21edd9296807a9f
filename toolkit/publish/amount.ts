// Amounts of Turbo credits and AR as people write them: decimal numbers, kept as whole numbers of the smallest unit (winc,
// winston). Never as floating point, which would round money.
import { ColophonError } from "../../src/index.js";

const DECIMALS = 12;

/** A decimal number of units: `0.000001234`. Nothing is rounded. */
export function amountWords(smallest: bigint): string {
  const digits = smallest.toString().padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -DECIMALS) + (fraction === "" ? "" : `.${fraction}`);
}

/** What an option says, in the smallest unit. @throws ColophonError USAGE for anything but a plain decimal number */
export function amountOf(text: string, option: string): bigint {
  const [, whole, fraction = ""] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  if (whole === undefined)
    throw new ColophonError("USAGE", `${option} takes a decimal number, not ${text}`, {
      hint: `nothing was sent; for example: ${option} 0.05 (at most twelve digits after the point)`,
    });
  return BigInt(whole + fraction.padEnd(DECIMALS, "0"));
}
