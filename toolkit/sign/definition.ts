// The manifest: what docs/format/manifest.md describes, as the definition that the engine takes (claim v2, C2PA 2.4).
// The first action is the inception: `c2pa.created` when the signer said how the content came to be,
// else `c2pa.opened` with the original as an ingredient of unknown provenance. Nothing is claimed that was not said.
import { asArray, asObject, asString } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { VERSION } from "../version.js";
import {
  EDITED_WITH_AI,
  GENERATED,
  type Generated,
  HUMAN_EDITS,
  SOURCE_TYPE,
  type Statement,
} from "./options.js";

const SPECIFICATION = "2.4.0";

/** Label by which the first action names the parent ingredient. */
export const PARENT = "parent";

/** What only the moment of signing knows. */
export interface Circumstances {
  readonly mediaType: string;
  /** File name, used as the title when none was given. */
  readonly name: string;
  readonly now: Date;
  /** The manifest's label, `urn:c2pa:UUID`, chosen before signing so that a record can name it. */
  readonly manifestId: string;
  readonly instanceId: string;
  /** The file derives from another one: `file` by editing, `itself` when the parent is this very file before signing. */
  readonly parent: "none" | "itself" | "file";
  /** Owner address of the archive record, when there will be one. */
  readonly archiveOwner?: string;
}

interface Assertion {
  readonly label: string;
  readonly data: unknown;
  readonly kind?: "Json" | "Cbor";
  readonly created?: boolean;
}

/**
 * The definition without its hard binding.
 * @throws ColophonError DEFINITION_INVALID for an expert manifest that cannot be used
 */
export function manifestDefinition(
  statement: Statement,
  at: Circumstances,
): Record<string, unknown> & { assertions: Assertion[] } {
  const expert = statement.manifest ? expertDefinition(statement.manifest) : undefined;
  const given = new Set(expert?.assertions.map((assertion) => assertion.label));
  const ours = [
    actions(statement, at),
    ...disclosure(statement.generated),
    ...metadata(statement),
    ...training(statement),
    ...archive(at.archiveOwner),
  ].filter(({ label }) => !given.has(label) && !(label === ACTIONS && given.has("c2pa.actions")));
  return {
    claim_version: 2,
    ...expert?.rest,
    label: at.manifestId,
    instance_id: at.instanceId,
    format: at.mediaType,
    title: statement.title ?? asString(expert?.rest["title"]) ?? at.name,
    claim_generator_info: [{ name: "Colophon", version: VERSION, specVersion: SPECIFICATION }],
    assertions: [...ours, ...(expert?.assertions ?? [])],
  };
}

const ACTIONS = "c2pa.actions.v2";

function actions({ generated, source }: Statement, at: Circumstances): Assertion {
  const when = `${at.now.toISOString().slice(0, 19)}Z`;
  const colophon = { name: "Colophon", version: VERSION };
  const model = generated?.model
    ? { name: generated.model, ...(generated.modelVersion && { version: generated.modelVersion }) }
    : colophon;
  const opened = {
    action: "c2pa.opened",
    when,
    softwareAgent: colophon,
    parameters: { ingredientIds: [PARENT] },
  };
  const created = (digitalSourceType: string, softwareAgent: object) => ({
    action: "c2pa.created",
    when,
    softwareAgent,
    digitalSourceType,
  });
  const edited = (digitalSourceType: string, softwareAgent: object) => ({
    action: "c2pa.edited",
    when,
    softwareAgent,
    digitalSourceType,
  });
  const list = [];
  if (at.parent === "none")
    list.push(generated ? created(GENERATED, model) : created(SOURCE_TYPE[source!], colophon));
  else {
    list.push(opened);
    if (generated) list.push(edited(EDITED_WITH_AI, model));
    else if (source) list.push(edited(SOURCE_TYPE[source], colophon));
    else if (at.parent === "file") list.push(edited(HUMAN_EDITS, colophon));
  }
  return { label: ACTIONS, created: true, data: { actions: list, allActionsIncluded: true } };
}

function disclosure(generated: Generated | undefined): Assertion[] {
  if (!generated) return [];
  const { model, modelVersion, provider, oversight } = generated;
  const identifier = [provider, modelVersion ? `${model}@${modelVersion}` : model]
    .filter(Boolean)
    .join("/");
  const data = {
    modelType: "c2pa.types.model",
    ...(model && { modelName: model, modelIdentifier: identifier }),
    ...(oversight && { contentProfile: { humanOversightLevel: oversight } }),
  };
  return [{ label: "c2pa.ai-disclosure", created: true, data }];
}

function metadata({ title, creator, rights }: Statement): Assertion[] {
  if (!creator && !rights) return [];
  const data = {
    "@context": { dc: "http://purl.org/dc/elements/1.1/" },
    ...(title && { "dc:title": title }),
    ...(creator && { "dc:creator": [creator] }),
    ...(rights && { "dc:rights": rights }),
  };
  return [{ label: "c2pa.metadata", kind: "Json", created: true, data }];
}

const TRAINING = ["ai_generative_training", "ai_training", "ai_inference", "data_mining"];

function training({ training: use }: Statement): Assertion[] {
  if (!use) return [];
  const entries = Object.fromEntries(TRAINING.map((name) => [`cawg.${name}`, { use }]));
  return [{ label: "cawg.training-mining", created: true, data: { entries } }];
}

function archive(owner: string | undefined): Assertion[] {
  if (!owner) return [];
  return [{ label: "app.colophon.archive", created: true, data: { protocol: "arweave", owner } }];
}

/** What the engine adds by itself, or what belongs to a command-line option. */
const REFUSED = ["private_key", "sign_cert", "ta_url", "alg", "ingredient_paths", "base_path"];

/** What a definition and an assertion in it may have: the engine passes over anything else without a word. */
const KNOWN = [
  ...["claim_version", "vendor", "claim_generator", "claim_generator_info", "metadata", "title"],
  ...["format", "instance_id", "thumbnail", "ingredients", "assertions", "redactions", "label"],
  ...["hash_alg", "remote_url", "no_embed", "intent", "timestamp_manifest_labels"],
];
const KNOWN_OF_ASSERTION = ["label", "data", "kind", "instance", "created"];

/** A name that doesn't begin with a letter is nobody's slip: `$schema`, `_comment`, `//`. */
function refuseStray(object: object, known: readonly string[], of: string): void {
  const stray = Object.keys(object).find((name) => /^[a-z]/i.test(name) && !known.includes(name));
  if (stray === undefined) return;
  const shown = stray.length > 60 ? `${stray.slice(0, 60)}…` : stray;
  throw invalid(
    `${of} has "${shown}", which means nothing here`,
    `nothing was written; it can have ${known.join(", ")}`,
  );
}

/** Whether an expert's manifest can be used, before any file is looked at. @throws ColophonError DEFINITION_INVALID */
export function checkManifest(manifest: Readonly<Record<string, unknown>>): void {
  expertDefinition(manifest);
}

function expertDefinition(manifest: Readonly<Record<string, unknown>>): {
  rest: Record<string, unknown>;
  assertions: Assertion[];
} {
  const refused = REFUSED.filter((key) => key in manifest);
  if (refused.length > 0)
    throw invalid(
      `the manifest file sets ${refused.join(", ")}, which Colophon takes as options`,
      "remove them; use --identity, --tsa, --parent and --ingredient instead",
    );
  refuseStray(manifest, KNOWN, "the manifest file");
  const given = manifest["assertions"] ?? [];
  if (!Array.isArray(given)) throw invalid('"assertions" of the manifest file is not a list');
  const assertions = asArray(given).map((value, i): Assertion => {
    const entry = asObject(value);
    const label = asString(entry?.["label"]);
    if (!entry || !label || !("data" in entry))
      throw invalid(`assertion ${i + 1} of the manifest file has no label or no data`);
    refuseStray(entry, KNOWN_OF_ASSERTION, `assertion ${i + 1} of the manifest file`);
    if (label.startsWith("c2pa.hash."))
      throw invalid(
        `the manifest file brings its own hard binding (${label})`,
        "remove it: the binding is computed from the file that is signed",
      );
    return { created: true, ...entry, label, data: entry["data"] };
  });
  const rest = Object.fromEntries(
    Object.entries(manifest).filter(
      ([key]) => key !== "assertions" && key !== "claim_generator_info",
    ),
  );
  return { rest, assertions };
}

function invalid(message: string, hint = "nothing was written; correct the file and try again") {
  return new ColophonError("DEFINITION_INVALID", message, { hint });
}
