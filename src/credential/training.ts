// What the signer says about using the content for training and mining: CAWG training and data mining 1.1, and the
// assertion of C2PA 1 that it comes from. A wish, which nothing here enforces.
import { asObject } from "../encoding/index.js";
import type { TrainingRule } from "../verdict.js";
import { assertionsOf, type StoredManifest, some, words } from "./manifest-store.js";

const PURPOSES = ["ai_generative_training", "ai_training", "ai_inference", "data_mining"] as const;
const USES: ReadonlySet<unknown> = new Set(["allowed", "notAllowed", "constrained"]);

/** By purpose, always in this order; undefined where nothing is said that a reader of either standard knows. */
export function trainingRules(manifest: StoredManifest): readonly TrainingRule[] | undefined {
  const cawg = entries(manifest, "cawg");
  const rules = cawg.length > 0 ? cawg : entries(manifest, "c2pa");
  return rules.length > 0 ? rules : undefined;
}

function entries(manifest: StoredManifest, prefix: "cawg" | "c2pa"): readonly TrainingRule[] {
  const [said] = assertionsOf(manifest, `${prefix}.training-mining`);
  const all = asObject(asObject(said)?.["entries"]) ?? {};
  return PURPOSES.flatMap((purpose) => {
    const entry = asObject(all[`${prefix}.${purpose}`]);
    const use = entry?.["use"];
    if (!isUse(use)) return [];
    return [{ purpose, use, ...some("info", words(entry?.["constraint_info"])) }];
  });
}

function isUse(use: unknown): use is TrainingRule["use"] {
  return USES.has(use);
}

/** Rules of which all say the same, for people. */
export interface TrainingGroup extends Pick<TrainingRule, "use" | "info"> {
  readonly purposes: readonly TrainingRule["purpose"][];
}

/** What is forbidden first, then what has conditions. */
export function groupTraining(rules: readonly TrainingRule[]): readonly TrainingGroup[] {
  return (["notAllowed", "constrained", "allowed"] as const).flatMap((use) => {
    const those = rules.filter((rule) => rule.use === use);
    const infos = [...new Set(those.map(({ info }) => info))];
    return infos.map((info) => ({
      use,
      purposes: those.filter((rule) => rule.info === info).map(({ purpose }) => purpose),
      ...some("info", info),
    }));
  });
}
