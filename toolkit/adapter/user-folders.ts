// Where a user's things are kept: XDG Base Directory folders, with COLOPHON_HOME to put everything in one place.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

export interface UserFolders {
  /** Identities: private keys and certificates. */
  readonly identities: string;
  /** The embedded archive. */
  readonly archive: string;
  /** The chain of the embedded gateway. */
  readonly gateway: string;
  /** Trust lists and the user's own anchors. */
  readonly trust: string;
}

/** Folders for an environment; nothing is created here. Relative XDG paths are ignored, as the specification asks. */
export function userFolders(env: Readonly<Record<string, string | undefined>>): UserFolders {
  const home = env["HOME"] ?? homedir();
  const one = env["COLOPHON_HOME"] || undefined; // set to nothing is not set
  const data = one ?? join(xdg(env["XDG_DATA_HOME"]) ?? join(home, ".local", "share"), "colophon");
  const config = one ?? join(xdg(env["XDG_CONFIG_HOME"]) ?? join(home, ".config"), "colophon");
  return {
    identities: join(config, "identity"),
    archive: join(data, "archive"),
    gateway: join(data, "gateway"),
    trust: join(config, "trust"),
  };
}

function xdg(value: string | undefined): string | undefined {
  return value && isAbsolute(value) ? value : undefined;
}
