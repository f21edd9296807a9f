// What was done to an asset: the actions of a manifest (C2PA 2.4 §18.16), templates and shared agents resolved.
import { asArray, asObject } from "../encoding/index.js";
import type { Action, Tool } from "../verdict.js";
import { isoTime } from "./iso-time.js";
import { assertionsOf, type StoredManifest, some, tool, words } from "./manifest-store.js";

type Fields = Readonly<Record<string, unknown>>;

/** All actions in the order written. */
export function actions(manifest: StoredManifest): Action[] {
  return assertionsOf(manifest, "c2pa.actions.v2", "c2pa.actions").flatMap((data) => {
    const from = asObject(data) ?? {};
    const templates = asArray(from["templates"]).map((item) => asObject(item) ?? {});
    const agents = asArray(from["softwareAgents"]);
    return asArray(from["actions"]).flatMap((item) => {
      const own = asObject(item) ?? {};
      const name = words(own["action"]);
      return name === undefined ? [] : [action(name, filled(own, name, templates), agents)];
    });
  });
}

/** Fields that an action leaves out come from the template of its name, then from the template for all (`*`). */
function filled(own: Fields, name: string, templates: readonly Fields[]): Fields {
  const named = templates.find((template) => words(template["action"]) === name);
  const general = templates.find((template) => words(template["action"]) === "*");
  return { ...general, ...named, ...own };
}

function action(name: string, from: Fields, agents: readonly unknown[]): Action {
  const description =
    words(from["description"]) ?? words(asObject(from["parameters"])?.["description"]);
  return {
    action: name,
    ...some("when", isoTime(from["when"])),
    ...some("tool", agent(from, agents)),
    ...some("digitalSourceType", words(from["digitalSourceType"])),
    ...some("description", description),
  };
}

function agent(from: Fields, agents: readonly unknown[]): Tool | undefined {
  const index = from["softwareAgentIndex"];
  return (
    tool(from["softwareAgent"]) ?? (typeof index === "number" ? tool(agents[index]) : undefined)
  );
}
