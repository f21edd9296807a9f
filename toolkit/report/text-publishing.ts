// What is said about publishing records: what a service took, how far a record has come, prices and balances.
import type { Field } from "./field.js";
import type { BalanceLine, DeliveryLine, PriceLine, StatusLine } from "./line.js";
import type { Of } from "./printer.js";
import { sizeWords } from "./quantity.js";
import { blockWords } from "./words.js";

/** One line for one record and one service. */
export function deliveryWords(delivery: Of<DeliveryLine>): string {
  const { id, service, status, reason, reference, tries } = delivery;
  const tail = [
    reference === undefined || reference === id ? "" : ` as ${reference}`,
    reason === undefined ? "" : `: ${reason}`,
    status === "queued" && tries > 0 ? ` (tried ${tries === 1 ? "once" : `${tries} times`})` : "",
  ].join("");
  return `${status} ${id} by ${service}${tail}`;
}

const STATUS_WORDS: Readonly<Record<StatusLine["status"], string>> = {
  queued: "in your archive, on its way to no service yet or not taken so far",
  accepted: "a service has taken it and says that it will archive it",
  refused: "a service won't take it",
  listed: "a gateway lists it; it is not proven to be in a block",
  "in block": "it is proven to be part of a block that one gateway names",
  agreed: "it is proven to be part of a block that independent gateways name",
};

export function statusFields(status: Of<StatusLine>): Field[] {
  return [
    ["Status", `${status.status}: ${STATUS_WORDS[status.status]}`],
    ["Title", status.title],
    ["Accepted by", ...status.services],
    ["Listed by", ...(status.listedBy ?? [])],
    ["Block", status.block && blockWords(status.block)],
    ["Why", status.reason],
  ];
}

export function priceFields(price: Of<PriceLine>): Field[] {
  const { records, bytes, cost, unit, freeBytesLeft } = price;
  return [
    ["For", `${records} record${records === 1 ? "" : "s"}, ${sizeWords(bytes)}`],
    ["Price", unit === "none" ? "no payment is involved" : `${cost} ${unit}`],
    [
      "Not charged",
      freeBytesLeft === undefined
        ? undefined
        : `${sizeWords(freeBytesLeft)} more for this owner, as the service says now`,
    ],
  ];
}

export function balanceFields(balance: Of<BalanceLine>): Field[] {
  return [
    ["Owner", balance.owner],
    ["Balance", `${balance.balance} ${balance.unit}`],
    ["Pay in at", balance.topUp],
  ];
}
