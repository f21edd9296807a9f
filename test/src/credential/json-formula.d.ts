// The part of @adobe/json-formula 2.0 that the tests use; the package brings no types.
declare module "@adobe/json-formula" {
  export interface Interpreter {
    readonly globals: Record<string, unknown>;
    search(ast: object, data: unknown): unknown;
  }
  export interface CustomFunction {
    readonly _func: (args: unknown[], data: unknown, interpreter: Interpreter) => unknown;
    readonly _signature: readonly {
      readonly types: readonly number[];
      readonly optional?: boolean;
      readonly variadic?: boolean;
    }[];
  }
  export const dataTypes: { readonly TYPE_ANY: number };
  export default class JsonFormula {
    constructor(customFunctions?: Readonly<Record<string, CustomFunction>>);
    compile(expression: string, globalNames: readonly string[]): object;
    run(ast: object, json: unknown, language: string, globals: Record<string, unknown>): unknown;
  }
}
