// `colophon identity ...` run in this process, in a home folder of its own, and an authority to import from.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toPem } from "../../../src/trust/index.js";
import { identity } from "../../../toolkit/command/identity.js";
import { type FakeIo, type FakeIoOptions, fakeIo, temporaryFolder } from "../../fake/io.js";
import type { Issued, KeyKind } from "../../fixture/certificate.js";
import {
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
} from "../../fixture/certificate-extension.js";
import { makeIntermediate, makeLeaf, makeRoot } from "../../fixture/certificates.js";

export interface Done extends Pick<FakeIo, "lines" | "asked"> {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export class IdentityHome {
  readonly path = temporaryFolder();

  /** Runs the words of `args`; double quotes keep some together. */
  async run(args: string, options: FakeIoOptions = {}): Promise<Done> {
    const io = fakeIo(this.path, options);
    const words = (args.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ""));
    const code = await identity.run(words, io);
    return { code, out: io.out(), err: io.err(), lines: io.lines, asked: io.asked };
  }

  /** Folders of identities, unfinished ones too. */
  ids(): string[] {
    const folder = join(this.path, "identity");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  folder(id: string): string {
    return join(this.path, "identity", id);
  }

  read(id: string, file: string): string {
    return readFileSync(join(this.folder(id), file), "utf8");
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(join(this.path, name), content);
    return name;
  }

  /** Files of a chain from a made-up authority with an intermediate, and of its key. */
  authority(
    kind: KeyKind = "P-256",
    purposes = extendedKeyUsage(["claimSigning", "emailProtection"]),
  ) {
    const root = makeRoot();
    const inter = makeIntermediate(root, [basicConstraints(true, 0), keyUsage(["keyCertSign"])]);
    const extensions = [basicConstraints(false), keyUsage(["digitalSignature"]), purposes];
    const leaf = makeLeaf(inter, { kind, extensions });
    return {
      key: this.write("k.pem", pkcs8(leaf)),
      chain: this.write("c.pem", toPem([leaf.der, inter.der])),
      full: this.write("full.pem", toPem([leaf.der, inter.der, root.der])),
      reversed: this.write("reversed.pem", toPem([inter.der, leaf.der])),
      root: this.write("r.pem", toPem([root.der])),
    };
  }
}

export function pkcs8({ keys }: Issued): string {
  return keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
