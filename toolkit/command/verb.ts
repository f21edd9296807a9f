// Commands with verbs of their own (`colophon identity list`): each verb is loaded only when it is called.
import { ColophonError } from "../../src/index.js";
import type { Io } from "./command.js";

export type Verb<Rest extends unknown[] = []> = (
  args: readonly string[],
  io: Io,
  ...rest: Rest
) => Promise<number>;

export type Verbs<Rest extends unknown[] = []> = Readonly<
  Record<string, () => Promise<Verb<Rest>>>
>;

/** The verb that is called. @throws ColophonError USAGE; `about` ends the sentence "say what to do with ..." */
export async function verbOf<Rest extends unknown[]>(
  command: string,
  verb: string | undefined,
  verbs: Verbs<Rest>,
  about: string,
): Promise<Verb<Rest>> {
  const load = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (load) return load();
  throw new ColophonError(
    "USAGE",
    verb === undefined ? `say what to do with ${about}` : `${command} has no verb "${verb}"`,
    { hint: `run: colophon ${command} --help` },
  );
}
