// colophon archive: the records of what was signed, on this computer and beyond.
import type { Command } from "./command.js";
import { type Verbs, verbOf } from "./verb.js";

const usage = `usage: colophon archive VERB [OPTIONS]

Signing keeps a record of each file: its manifest in a data item (ANS-104) that
is signed by the same identity. Once published, others find it by hash and check
it without trusting whoever served it. Whether a record counts for a file in
your hands is judged by: colophon verify FILE

in your archive
list                      what is in the archive, the newest first
  --limit N               how many, 50 unless told; 0 for all
show ID                   one record with all its tags
find [FILE]               records that name FILE by its SHA-256, and for a text
                          signed texts that have its words
  --text "WORDS"          instead of a file: signed texts that have these words
  --manifest URN          instead of a file: records of this manifest
  --signer ADDRESS        instead of a file: records of this owner
  --gateway URL           ask this gateway as well (may be repeated); the word
                          public stands for well-known ones
  --private               tell gateways only the first 16 bits of the hash, or
                          of one fingerprint of the words
export ID...              the data item, its payload and its tags as files
  --out DIR               where to; the current folder unless told
  -o FILE                 name of the data item, for a single ID; the others are
                          named after it
  --force                 replace files that exist

about files that you signed
receipt FILE...           write FILE.colophon.json: all it takes to check the
                          record of a signed file later, offline
  --receipts DIR          where to; beside each file unless told
  --force                 replace receipts that exist
batch FILE|DIR...         one record for many signed files, up to 100,000, and a
                          receipt for each
  --identity NAME         whose record it is
  --receipts DIR, --force as above
withdraw ID               take a record back: nothing is deleted, but whoever
                          checks it is told
  --reason TEXT           why, for everybody to read
  --identity NAME         the one that owns the record

beyond this computer
publish [ID|FILE...]      give records to a service: all of them, unless named
  --to KIND               turbo, turbo-sdk, arweave, ipfs or local
  --yes                   send them, at the price that was shown
  --max-cost N            send them if it costs no more than N (Turbo credits or
                          AR)
  --turbo-url URL         upload service of turbo and turbo-sdk
  --payment-url URL       payment service that goes with it
  --arweave-url URL       node or gateway that takes transactions
  --wallet FILE.json      Arweave wallet (JWK) that pays for them
  --ipfs-dir DIR          where to write CAR files
  --ipfs-api URL          your own Kubo node, to import them
  --local-dir DIR         another archive, for --to local
cost [ID|FILE...]         what publishing would cost; sends no record
balance                   what the service holds for you, and where to pay in
  --identity NAME         whose balance; with --to arweave the wallet's
status [ID|FILE...]       how far records have come: queued, accepted, listed,
                          in block, agreed
  --gateway URL           ask this gateway (may be repeated)
prove ID|FILE             prove that a record is part of a block, compared over
                          two or more gateways
  --gateway URL           as above; two or more for the level agreed
  --receipt               keep the proof in the receipt of FILE

  --archive DIR           another archive than your own
  --json                  one JSON object per line on stdout

Your archive is kept in your data folder (XDG_DATA_HOME). Its index may be
deleted at any time; it is made again. What is published stays public: nobody
can take it back or change it.
`;

const VERBS: Verbs = {
  list: async () => (await import("./archive/list.js")).list,
  show: async () => (await import("./archive/show.js")).show,
  find: async () => (await import("./archive/find.js")).find,
  export: async () => (await import("./archive/export.js")).exportRecords,
  receipt: async () => (await import("./archive/receipt.js")).receipt,
  batch: async () => (await import("./archive/batch.js")).batch,
  withdraw: async () => (await import("./archive/withdraw.js")).withdraw,
  prove: async () => (await import("./archive/prove.js")).prove,
  publish: async () => (await import("./archive/publish.js")).publish,
  cost: async () => (await import("./archive/cost.js")).cost,
  balance: async () => (await import("./archive/balance.js")).balance,
  status: async () => (await import("./archive/status.js")).status,
};

export const archive: Command = {
  name: "archive",
  summary: "find, publish and prove the records of what you signed",
  usage,
  async run([verb, ...args], io) {
    return (await verbOf("archive", verb, VERBS, "the archive"))(args, io);
  },
};
