// colophon archive: the records of what was signed, kept on this computer.
import type { Command } from "./command.js";
import { type Verbs, verbOf } from "./verb.js";

const usage = `usage: colophon archive VERB [OPTIONS]

Signing keeps a record of each file: its manifest in a data item (ANS-104) that
is signed by the same identity. A record shows who kept which credential.
Whether it counts for a file in your hands is judged by: colophon verify FILE

list                      what is in the archive, the newest first
  --limit N               how many, 50 unless told; 0 for all
show ID                   one record with all its tags
find FILE                 records that name FILE by its SHA-256
export ID...              the data item, its payload and its tags as files
  --out DIR               where to; the current folder unless told
  -o FILE                 name of the data item, for a single ID; the others are
                          named after it
  --force                 replace files that exist

  --archive DIR           another archive than your own
  --json                  one JSON object per line on stdout

Your archive is kept in your data folder (XDG_DATA_HOME). Its index may be
deleted at any time; it is made again.
`;

const VERBS: Verbs = {
  list: async () => (await import("./archive/list.js")).list,
  show: async () => (await import("./archive/show.js")).show,
  find: async () => (await import("./archive/find.js")).find,
  export: async () => (await import("./archive/export.js")).exportRecords,
};

export const archive: Command = {
  name: "archive",
  summary: "list, find and export the records of what you signed",
  usage,
  async run([verb, ...args], io) {
    return (await verbOf("archive", verb, VERBS, "the archive"))(args, io);
  },
};
