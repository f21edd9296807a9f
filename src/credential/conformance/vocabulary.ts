// Labels that the C2PA specification defines, with the versions that the official asset rubrics accept.
import type { SpecVersion } from "./rule.js";

type BySpec = Readonly<Record<SpecVersion, ReadonlySet<string>>>;

function bySpec(always: readonly string[], since24: readonly string[]): BySpec {
  return { "2.2": new Set(always), "2.4": new Set([...always, ...since24]) };
}

/** Assertion labels in use, without an instance suffix (`__1`). */
export const ASSERTIONS = bySpec(
  [
    "c2pa.hash.data",
    "c2pa.hash.data.part",
    "c2pa.actions.v2",
    "c2pa.ingredient.v3",
    "c2pa.hash.boxes",
    "c2pa.hash.bmff.v3",
    "c2pa.hash.collection.data",
    "c2pa.soft-binding",
    "c2pa.cloud-data",
    "c2pa.embedded-data",
    "c2pa.metadata",
    "c2pa.certificate-status",
    "c2pa.asset-ref",
    "c2pa.asset-type.v2",
    "c2pa.hash.multi-asset",
    "c2pa.thumbnail.claim",
    "c2pa.thumbnail.ingredient",
    "c2pa.depthmap.GDepth",
    "c2pa.icon",
    "c2pa.assertion.metadata",
    "c2pa.time-stamp",
    "font.info",
  ],
  [
    "c2pa.alternative-content-representation",
    "c2pa.external-reference",
    "c2pa.session-keys",
    "c2pa.environmental-sustainability",
    "c2pa.repository-receipt",
    "c2pa.ai-disclosure",
  ],
);

export const DEPRECATED_ASSERTIONS: ReadonlySet<string> = new Set([
  "c2pa.claim",
  "c2pa.hash.bmff.v2",
  "c2pa.asset-type",
  "c2pa.ingredient",
  "c2pa.ingredient.v2",
  "c2pa.actions",
]);

export const ACTIONS = bySpec(
  [
    "c2pa.addedText",
    "c2pa.adjustedColor",
    "c2pa.changedSpeed",
    "c2pa.color_adjustments",
    "c2pa.converted",
    "c2pa.created",
    "c2pa.cropped",
    "c2pa.deleted",
    "c2pa.drawing",
    "c2pa.dubbed",
    "c2pa.edited",
    "c2pa.edited.metadata",
    "c2pa.enhanced",
    "c2pa.filtered",
    "c2pa.opened",
    "c2pa.orientation",
    "c2pa.placed",
    "c2pa.published",
    "c2pa.redacted",
    "c2pa.removed",
    "c2pa.repackaged",
    "c2pa.resized",
    "c2pa.transcoded",
    "c2pa.translated",
    "c2pa.trimmed",
    "c2pa.unknown",
    "c2pa.watermarked",
  ],
  [
    "c2pa.mastered",
    "c2pa.mixed",
    "c2pa.remixed",
    "c2pa.resized.proportional",
    "c2pa.watermarked.bound",
    "c2pa.watermarked.unbound",
  ],
);

export const DEPRECATED_ACTIONS = bySpec(
  [
    "c2pa.copied",
    "c2pa.formatted",
    "c2pa.version_updated",
    "c2pa.printed",
    "c2pa.managed",
    "c2pa.produced",
    "c2pa.saved",
    "c2pa.color_adjustments",
  ],
  ["c2pa.watermarked"],
);

/** Names that a `parameters` map may carry without a namespace. */
export const ACTION_PARAMETERS = bySpec(
  [
    "redacted",
    "ingredients",
    "ingredient",
    "description",
    "sourceLanguage",
    "targetLanguage",
    "multipleInstances",
    "ranges",
    "weight",
    "width",
    "italic",
    "slant",
    "optical-size",
  ],
  ["relatedAssertions"],
);

/** Actions that begin a history. */
export const INCEPTION_ACTIONS: ReadonlySet<string> = new Set(["c2pa.created", "c2pa.opened"]);

/** Actions that change nothing a viewer or listener would notice. */
export const NON_EDITORIAL_ACTIONS: ReadonlySet<string> = new Set([
  "c2pa.converted",
  "c2pa.published",
  "c2pa.repackaged",
  "c2pa.transcoded",
  "c2pa.resized.proportional",
  "c2pa.enhanced",
  "c2pa.edited.metadata",
  "c2pa.watermarked",
  "c2pa.watermarked.bound",
  "c2pa.watermarked.unbound",
  "c2pa.redacted",
]);
