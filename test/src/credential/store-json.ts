// Hand-made manifest store JSON in the engine's form, from what a test cares about.

export interface ManifestVector {
  /** Action, source type (or null), agent. */
  readonly sources?: readonly (readonly [string, (string | null)?, string?])[];
  readonly disclosure?: unknown;
  readonly generator?: string;
  /** Relationship, manifest (or null), more fields; `broken` records a failure. */
  readonly ingredients?: readonly (readonly [
    string,
    (string | null)?,
    (Readonly<Record<string, unknown>> & { readonly broken?: boolean })?,
  ])[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

const VOCABULARY: Readonly<Record<string, string>> = {
  iptc: "http://cv.iptc.org/newscodes/digitalsourcetype/",
  c2pa: "http://c2pa.org/digitalsourcetype/",
};

/** A manifest store with `root` as its active manifest. */
export function storeJson(
  manifests: Readonly<Record<string, ManifestVector>>,
  extra: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    active_manifest: "root",
    manifests: Object.fromEntries(
      Object.entries(manifests).map(([label, vector]) => [label, manifest(vector)]),
    ),
    validation_results: { activeManifest: { success: [], informational: [], failure: [] } },
    validation_state: "Valid",
    ...extra,
  };
}

/** URI of an ingredient assertion. */
export function ingredientUri(manifest: string, index: number): string {
  return `self#jumbf=/c2pa/${manifest}/c2pa.assertions/c2pa.ingredient.v3__${index}`;
}

function manifest({ sources, disclosure, generator, ingredients, extra }: ManifestVector): unknown {
  const assertions: unknown[] = [];
  if (sources)
    assertions.push({ label: "c2pa.actions.v2", data: { actions: sources.map(action) } });
  if (disclosure) assertions.push({ label: "c2pa.ai-disclosure", data: disclosure });
  return {
    ...(generator && { claim_generator_info: [{ name: generator, version: "1" }] }),
    assertions,
    ingredients: ingredients?.map(([relationship, child, { broken, ...more } = {}], index) => ({
      label: `c2pa.ingredient.v3__${index}`,
      relationship,
      ...(child && { active_manifest: child }),
      ...(broken && {
        validation_results: {
          activeManifest: { failure: [{ code: "claimSignature.mismatch", explanation: "broken" }] },
        },
      }),
      ...more,
    })),
    ...extra,
  };
}

function action([name, source, agent]: readonly [string, (string | null)?, string?]): unknown {
  return {
    action: name,
    ...(source && {
      digitalSourceType: source.replace(/^(iptc|c2pa):/, (_, key: string) => VOCABULARY[key] ?? ""),
    }),
    ...(agent && { softwareAgent: { name: agent } }),
  };
}
