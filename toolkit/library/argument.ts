// What a program hands over, looked at before anything is done with it: TypeScript holds back most mistakes, but a program
// in plain JavaScript with a word misspelt would sign something else than its author meant, and nobody would notice.
import { asObject } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { checkManifest } from "../sign/definition.js";
import type { Assignment, TextChoices } from "../sign/job.js";
import { type Generated, OVERSIGHT, SOURCES, type Statement, TRAINING } from "../sign/options.js";
import { isLanguageTag, isTextKind, isWebAddress } from "../sign/text-words.js";

/** The names that an object of options can have. */
export type Names<T> = Readonly<Record<keyof T, true>>;

/** Those of what is said of content. */
export const STATEMENT: Names<Statement & Omit<Assignment, "statement">> = {
  title: true,
  creator: true,
  rights: true,
  source: true,
  generated: true,
  training: true,
  manifest: true,
  parent: true,
  ingredients: true,
  thumbnail: true,
  remoteUrl: true,
  check: true,
  text: true,
};

const GENERATED: Names<Generated> = {
  model: true,
  modelVersion: true,
  provider: true,
  prompt: true,
  includePrompt: true,
  oversight: true,
};

const TEXT: Names<TextChoices> = {
  type: true,
  embedding: true,
  canonicalUrl: true,
  language: true,
  archiveText: true,
};

/** Whether every option that is given has one of these names. @throws ColophonError USAGE */
export function checkNames(
  options: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, true>>,
  called: string,
): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  const stray = given.find((name) => !Object.hasOwn(names, name));
  if (stray !== undefined)
    throw usage(`${called} has no option "${stray}"`, `it has ${Object.keys(names).join(", ")}`);
}

/**
 * @param called the function
 * @param names of its options
 * @throws ColophonError USAGE for options that are none, or that nobody could sign with
 */
export function checkSigning(
  options: unknown,
  called: string,
  names: Readonly<Record<string, true>>,
): void {
  const { identity, signal, ...said } = checkOptions(options, called);
  checkNames(said, names, called);
  const signer = asObject(asObject(identity)?.["signer"]);
  if (typeof signer?.["sign"] !== "function" || !Array.isArray(signer["chain"]))
    throw usage(
      "it is not said who signs: identity is no identity",
      "give what createIdentity or openIdentity returns, or { name, signer }",
    );
  checkStatement(said);
  checkText(said["timeStampUrl"], "timeStampUrl");
  checkFunction(said["now"], "now", "write now: () => new Date()");
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw usage("signal is no AbortSignal", "give the signal of an AbortController, or none");
  if (signal?.aborted) throw new ColophonError("CANCELLED", "cancelled");
}

/** What is said of content. @throws ColophonError USAGE, DEFINITION_INVALID */
export function checkStatement(said: Readonly<Record<string, unknown>>): void {
  for (const name of ["title", "creator", "rights", "parent", "output", "archive"])
    checkText(said[name], name);
  for (const name of ["source", "training"] as const) checkWord(said[name], name, WORDS[name]);
  const { generated, ingredients, fragments, remoteUrl, text, manifest } = said;
  if (generated !== undefined) {
    const made = asObject(generated);
    if (!made) throw usage("generated is no object", 'write generated: { model: "NAME" }, or {}');
    checkNames(made, GENERATED, "generated");
    checkWord(made["oversight"], "generated.oversight", OVERSIGHT);
    for (const name of ["model", "modelVersion", "provider"])
      checkText(made[name], `generated.${name}`);
    if (made["prompt"] !== undefined && !(made["prompt"] instanceof Uint8Array))
      throw usage("generated.prompt is no Uint8Array", "encode it: new TextEncoder().encode(TEXT)");
    if (made["modelVersion"] !== undefined && made["model"] === undefined)
      throw usage("generated.modelVersion needs generated.model", "say which model it is of");
    if (made["includePrompt"] && made["prompt"] === undefined)
      throw usage("generated.includePrompt needs generated.prompt", "give the prompt's bytes");
    if (said["source"] !== undefined)
      throw usage("generated says already where the content comes from", "leave out source");
  }
  if (text !== undefined) {
    const choices = asObject(text);
    if (!choices) throw usage("text is no object", 'write text: { language: "en" }');
    checkNames(choices, TEXT, "text");
    checkText(choices["type"], "text.type");
    const { type, language, canonicalUrl } = choices;
    if (type !== undefined && !isTextKind(`${type}`))
      throw usage("text.type is no kind of text", "such as text/markdown; leave it out for media");
    if (language !== undefined && !isLanguageTag(`${language}`))
      throw usage("text.language is no language tag", "such as en or pt-BR");
    if (canonicalUrl !== undefined && !isWebAddress(`${canonicalUrl}`))
      throw usage("text.canonicalUrl is no address", "it begins with http:// or https://");
  }
  if (manifest !== undefined) {
    const definition = asObject(manifest);
    if (!definition) throw usage("manifest is no object", "write manifest: { assertions: [...] }");
    checkManifest(definition);
  }
  checkStrings(ingredients, "ingredients");
  checkStrings(fragments, "fragments");
  if (remoteUrl !== undefined && !isWebAddress(`${remoteUrl}`))
    throw usage("remoteUrl is no address", "it begins with http:// or https://");
}

const WORDS = { source: SOURCES, training: TRAINING } as const;

/** An object of options. @throws ColophonError USAGE */
export function checkOptions(options: unknown, called: string): Readonly<Record<string, unknown>> {
  const found = asObject(options);
  if (!found) throw usage(`${called} got no options`, "they are an object, the last argument");
  return found;
}

/** A path. @throws ColophonError USAGE */
export function checkPath(path: unknown, name: string, hint = "give it as a string"): void {
  if (typeof path !== "string" || path === "") throw usage(`${name} is no path`, hint);
}

/** Bytes. @throws ColophonError USAGE */
export function checkBytes(
  bytes: unknown,
  name: string,
  message = `${name} is no Uint8Array`,
): void {
  if (!(bytes instanceof Uint8Array))
    throw usage(
      message,
      "give a Buffer or a Uint8Array; an ArrayBuffer becomes one by new Uint8Array(IT)",
    );
}

/** A list of strings, or nothing. @throws ColophonError USAGE */
export function checkStrings(value: unknown, name: string): void {
  const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
  if (value !== undefined && !isList)
    throw usage(`${name} is no list of strings`, `write ${name}: ["..."]`);
}

/** A string, or nothing. @throws ColophonError USAGE */
export function checkText(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "string")
    throw usage(`${name} is no string`, "leave it out, or give a string");
}

/** A function, or nothing. @throws ColophonError USAGE */
export function checkFunction(value: unknown, name: string, hint: string): void {
  if (value !== undefined && typeof value !== "function")
    throw usage(`${name} is no function`, hint);
}

function checkWord(value: unknown, name: string, words: readonly string[]): void {
  if (value !== undefined && !words.includes(value as string))
    throw usage(`${name} takes none but certain words`, `choose ${words.join(", ")}`);
}

/** @returns the error of a wrong argument */
export function usage(message: string, hint: string): ColophonError {
  return new ColophonError("USAGE", message, { hint });
}
