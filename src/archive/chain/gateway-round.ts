// The gateways that are asked for one proof, each in turn. What one does wrong is noted and the next is asked; one that can't
// be reached is not asked again, so that it costs its waiting time once.
import { ColophonError } from "../../errors.js";
import type { Gateway } from "../network/gateway.js";
import { isUnreachable } from "../network/gateway-answer.js";
import { unproven } from "./unproven.js";

/** Failures after which another gateway can be asked. */
const GO_ON: ReadonlySet<string> = new Set([
  "GATEWAY_FAILED",
  "URL_REFUSED",
  "RECORD_UNPROVEN",
  "ITEM_MALFORMED",
]);
const MOST_REASONS = 3;

export class GatewayRound {
  readonly #all: readonly Gateway[];
  readonly #unreachable = new Set<Gateway>();
  readonly #reasons = new Set<string>();

  constructor(gateways: readonly Gateway[]) {
    this.#all = gateways;
  }

  get gateways(): readonly Gateway[] {
    return this.#all.filter((gateway) => !this.#unreachable.has(gateway));
  }

  note(why: string): void {
    this.#reasons.add(why);
  }

  /** Notes why something failed. @throws `cause` itself when asking others can't help: CANCELLED, a defect */
  noteFailure(cause: unknown, gateway?: Gateway): void {
    if (!(cause instanceof ColophonError) || !GO_ON.has(cause.code)) throw cause;
    if (gateway && isUnreachable(cause)) this.#unreachable.add(gateway);
    this.note(cause.message);
  }

  /** What to throw when all have been asked; the first reasons are named. */
  unproven(otherwise: string): ColophonError {
    return unproven([...this.#reasons].slice(0, MOST_REASONS).join("; ") || otherwise);
  }
}
