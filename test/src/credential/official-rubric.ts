// Evaluates an official C2PA asset rubric as the programme's own evaluator does (c2pa_conformance_rubric_evaluator.py,
// release 1.0): named expressions are functions whose arguments are the global `$args`, the statement's value is
// turned into an outcome, and `$expected_spec_version` comes from the file name.
import { readFileSync } from "node:fs";
import JsonFormula, { type CustomFunction, dataTypes } from "@adobe/json-formula";
import { loadAll } from "js-yaml";
import { asArray, asObject } from "../../../src/encoding/index.js";

/** `undecided`: the expression failed, and the official evaluator reports an error. */
interface Outcome {
  readonly value: "passed" | "failed" | "undecided";
  readonly matches: readonly unknown[];
}

export interface Rubric {
  /** Variables of the information block, without their `$`. */
  variable(name: string): readonly string[];
  readonly ids: readonly string[];
  evaluate(id: string, document: unknown): Outcome;
}

export function loadRubric(path: string): Rubric {
  const [head, ...rest] = loadAll(readFileSync(path, "utf8"));
  const info = asObject(head) ?? {};
  const variables: Record<string, unknown> = { ...asObject(info["variables"]) };
  const version = /spec(\d+\.\d+)/.exec(path)?.[1];
  if (version !== undefined) variables["$expected_spec_version"] = version;

  const names = [...Object.keys(variables), "$args"];
  const compiler = new JsonFormula();
  const functions = Object.entries(asObject(info["expressions"]) ?? {}).map(([name, text]) => [
    name,
    named(compiler.compile(String(text).trim(), names)),
  ]);
  const formula = new JsonFormula(Object.fromEntries(functions) as Record<string, CustomFunction>);
  const statements = new Map(
    rest
      .flatMap((document) => asArray(document))
      .map((statement) => asObject(statement) ?? {})
      .map((statement) => [
        String(statement["id"]),
        { statement, ast: formula.compile(String(statement["expression"]).trim(), names) },
      ]),
  );
  return {
    variable: (name) => asArray(variables[`$${name}`]).map(String),
    ids: [...statements.keys()],
    evaluate(id, document) {
      const { statement, ast } = statements.get(id)!;
      try {
        // A copy, because calls leave their $args behind when they throw.
        return outcome(statement, formula.run(ast, document, "en-US", { ...variables }));
      } catch {
        return { value: "undecided", matches: [] };
      }
    },
  };
}

function named(ast: object): CustomFunction {
  return {
    _func: (args, data, interpreter) => {
      if (args.length === 0) return interpreter.search(ast, data);
      const outer = interpreter.globals["$args"];
      interpreter.globals["$args"] = args;
      const value = interpreter.search(ast, data);
      interpreter.globals["$args"] = outer;
      return value;
    },
    _signature: [{ types: [dataTypes.TYPE_ANY], optional: true, variadic: true }],
  };
}

/** A blocklist statement fails on a list with something in it, and on nothing else. */
function outcome(statement: Readonly<Record<string, unknown>>, value: unknown): Outcome {
  if (statement["failIfMatched"] === true || statement["warnIfMatched"] === true) {
    const matches = asArray(value);
    return { value: matches.length > 0 ? "failed" : "passed", matches };
  }
  const holds = Array.isArray(value)
    ? value.length > 0
    : typeof value === "number"
      ? value > 0
      : typeof value === "boolean"
        ? value
        : value !== null;
  return { value: holds ? "passed" : "failed", matches: [] };
}
