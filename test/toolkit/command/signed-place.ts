// A home with an identity, and files that it signed: where receipts, batches and withdrawals are tested.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archive } from "../../../toolkit/command/archive.js";
import type { Command } from "../../../toolkit/command/command.js";
import { identity } from "../../../toolkit/command/identity.js";
import { sign } from "../../../toolkit/command/sign.js";
import { verify } from "../../../toolkit/command/verify.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";
import { fixture } from "../sign/workshop.js";

const COMMANDS = { archive, identity, sign, verify };

export class SignedPlace {
  readonly home = temporaryFolder();
  readonly folder = temporaryFolder();

  static async open(): Promise<SignedPlace> {
    const place = new SignedPlace();
    await place.run("identity", "create", "--name", "Ada Reyes", "--no-passphrase");
    return place;
  }

  /** Runs a verb with --json in the folder; the error it ends with is thrown. */
  async run(command: keyof typeof COMMANDS, ...args: string[]) {
    const io = fakeIo(this.home, { cwd: this.folder });
    const run: Command = COMMANDS[command];
    const exit = await run.run([...args, "--json"], io);
    return { exit, io, of: (type: string) => io.lines().filter((line) => line["type"] === type) };
  }

  failing(command: keyof typeof COMMANDS, ...args: string[]): Promise<unknown> {
    return this.run(command, ...args).catch((error) => error);
  }

  at(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Signs a picture of its own as NAME.signed.jpg; the path of it. Options of `colophon sign` may follow. */
  async signed(name: string, ...options: string[]): Promise<string> {
    const input = this.at(`${name}.jpg`);
    mkdirSync(join(input, ".."), { recursive: true });
    writeFileSync(input, await fixture("jpeg-baseline"));
    const { exit } = await this.run("sign", input, "--title", name, ...options);
    if (exit !== 0) throw new Error(`${name} was not signed`);
    return this.at(`${name}.signed.jpg`);
  }
}
