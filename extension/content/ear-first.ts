// What runs at the start of a document: the frame's ear, and the question how the page is to be treated, whose answer is
// there when the markup is.
import { askBackground } from "../ask-background.js";
import type { PageMode, ToBackground } from "../messages.js";
import { ear } from "./ear.js";

const asked = { to: "background", ask: "page-mode" } satisfies ToBackground;
ear().mode = askBackground(asked).catch(() => undefined) as Promise<PageMode | undefined>;
