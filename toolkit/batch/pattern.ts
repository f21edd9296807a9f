// Patterns for files. Sole importer of picomatch.
import picomatch from "picomatch";
import { ColophonError } from "../../src/index.js";

const OPTIONS = { noextglob: true, maxLength: 4096 } as const;

/** Whether a path with "/" between its parts fits. */
export type Fits = (path: string) => boolean;

/**
 * A pattern such as `*.jpg`, `2024/**` or `drafts`: without a slash it is about the name alone, wherever that is; one that
 * fits a folder fits all that is in it.
 * @throws ColophonError USAGE
 */
export function pattern(text: string): Fits {
  const bare = text.replace(/\/+$/, "");
  try {
    const fits = picomatch(bare, { ...OPTIONS, basename: !bare.includes("/") });
    return (path) => {
      const parts = path.split("/");
      return parts.some((_, i) => fits(parts.slice(0, i + 1).join("/")));
    };
  } catch (cause) {
    throw new ColophonError("USAGE", `${text} can't be read as a pattern`, { cause });
  }
}

/** The folder that a pattern begins in, and what its files fit; undefined for a name without wildcards. */
export function glob(text: string): { readonly folder: string; readonly fits: Fits } | undefined {
  const { isGlob, base, glob } = picomatch.scan(text);
  if (!isGlob) return undefined;
  const fits = picomatch(glob, OPTIONS);
  return {
    folder: base === "" ? (text.startsWith("/") ? "/" : ".") : base,
    fits: (path) => fits(path),
  };
}
