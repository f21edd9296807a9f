// All bodies together have a limit, too.
import { expect, it } from "vitest";
import { BodyBudget } from "../../../toolkit/gateway/exchange.js";

it("bodies beyond what memory is there for wait their turn, with 503 and Retry-After", () => {
  const budget = new BodyBudget();
  budget.take(190 * 1024 * 1024);
  const refused = expect.objectContaining({ status: 503, retryAfter: 1 });
  expect(() => budget.take(3 * 1024 * 1024)).toThrow(refused);
  budget.give(10 * 1024 * 1024);
  expect(() => budget.take(3 * 1024 * 1024)).not.toThrow();
});
