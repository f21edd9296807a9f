// npm run demo: signing, publishing and checking with the real program, and with a gateway of its own. Offline, without
// an account; everything it makes stays in demo/out (or the folder that is named), which is emptied first.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { containerFor, memorySource } from "colophon/core";
import { makeDemoClip, makeDemoIllustration, makeDemoPhoto } from "./asset.js";
import { add, run, say, startGateway } from "./stage.js";

const OUT = resolve(process.argv[2] ?? fileURLToPath(new URL("out", import.meta.url)));
const put = (name, content) => writeFileSync(join(OUT, name), content);

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
put("lake.jpg", await makeDemoPhoto());
put("quilt.png", await makeDemoIllustration());
put("bells.wav", await makeDemoClip());
put(
  "article.md",
  "# The lake is back\n\nIt is at the height of last spring again, the water office says.\n",
);

say(
  "What this is",
  "Ada Reyes writes for The Daily Record. Today she has a photo, a picture made by",
  "an AI system, a sound clip and an article. She signs them, so that readers can",
  "find out who published them and whether anybody changed them on the way.",
);

say("1. An identity, once", "A private key, and a certificate that says whose it is.");
run(OUT, ['identity create --name "Ada Reyes" --org "The Daily Record"', "--no-passphrase"]);
add("Without --no-passphrase it asks for one; here nobody is there to type it.");

say(
  "2. Signing",
  "Signing puts Content Credentials (C2PA) into a copy and leaves the original.",
  "Ada says what she knows: this comes out of a camera, that out of an AI model.",
);
run(OUT, "sign lake.jpg --source camera");
run(OUT, ["sign quilt.png --generated --model picture-1", '--provider "Example Images"']);
run(OUT, "sign bells.wav article.md");
add(
  "The article carries its credential as invisible characters behind its last word.",
  "Taken out, what is left is what she wrote, byte for byte:",
);
run(OUT, "sign --strip article.signed.md -o article-plain.md");

say(
  "3. The archive",
  "Each signature also left a record, signed by the same key, in Ada's archive on",
  "this computer. Others find it once it is published: on Arweave, for example.",
  "This demo asks nobody, so it runs a gateway of its own that speaks as Arweave's",
  "do. Its chain is that of this computer alone.",
);
const gateway = await startGateway(OUT);
run(OUT, ["archive publish --to turbo", `--turbo-url ${gateway.url} --yes`]);
await gateway.mine();
add("Some time later the records are in a block. How far one has come:");
run(OUT, `archive status lake.signed.jpg --gateway ${gateway.url}`);

say("4. A reader looks");
run(OUT, "verify lake.signed.jpg", { exits: 12 });
add(
  "Valid, not Trusted: the signature holds, but anybody can make a certificate with",
  "any name. Whether this is the Ada Reyes you know, no program can tell by itself.",
);

const signed = readFileSync(join(OUT, "lake.signed.jpg"));
say("5. Somebody changes the photo", "One bit of the picture is flipped; the credential stays.");
put("lake-changed.jpg", flipped(signed));
run(OUT, "verify lake-changed.jpg", { exits: 11 });

say(
  "6. Somebody removes the credential",
  "Many services do, when they pass a picture on. The picture itself is still the",
  "one that was signed, so its record can be found: here by a reader who has",
  "nothing of Ada's, only the copy and the address of a gateway.",
);
put("lake-from-a-chat.jpg", await stripped(signed));
run(OUT, ["verify lake-from-a-chat.jpg --no-archive", `--gateway ${gateway.url}`], {
  exits: 10,
});
add(
  "The gateway was not believed: the record's signatures, the manifest's and the",
  "path into the block were checked here. Only which block it is, is its word.",
  "The copy stays None, since it carries nothing. Had the service compressed the",
  "picture anew, its bytes would be others, and no record would match.",
);

say(
  "7. A reader who knows Ada",
  "Ada hands out her root certificate, say on her newsroom's website. Whoever adds",
  "it sees Trusted from now on.",
);
const root = openSync(join(OUT, "ada-root.pem"), "w");
run(OUT, "identity export-root", { into: { name: "ada-root.pem", handle: root } });
closeSync(root);
run(OUT, "trust add ada-root.pem");
run(
  OUT,
  [
    "verify --brief --report report.html",
    `--gateway ${gateway.url}`,
    "lake.signed.jpg quilt.signed.png bells.signed.wav article.signed.md",
    "lake-changed.jpg lake-from-a-chat.jpg",
  ],
  { exits: 11 },
);

await gateway.stop();

say(
  "What a verdict does not prove",
  "It says who signed a file and whether it has changed since. It does not say",
  "that what it shows happened, or that the caption is right. None says nothing",
  "about how a file was made, and an AI label repeats what the signer declared.",
);

say(
  "Where to look",
  `In ${relative(process.cwd(), OUT)}:`,
  "  report.html       all of this with pictures: open it in a browser",
  "  lake.signed.jpg   a signed photo; other C2PA tools read it, too",
  "  home              Ada's keys, the archive and what the gateway took",
);
add(
  "To go on with files of your own (npm link makes the command):",
  "",
  "$ npm link",
  '$ colophon identity create --name "Your Name"',
  "$ colophon sign photo.jpg",
  "$ colophon verify photo.signed.jpg",
);

/** The file with one bit of the picture changed. */
function flipped(bytes) {
  const copy = Uint8Array.from(bytes);
  copy[bytes.length - 4000] ^= 1;
  return copy;
}

/** The file without its credential: what is left is the picture that was signed. */
async function stripped(bytes) {
  const layout = await containerFor("image/jpeg").open(memorySource(bytes), "image/jpeg");
  const parts = [];
  let at = 0;
  for (const { start, length } of layout.manifestSpans) {
    parts.push(bytes.subarray(at, start));
    at = start + length;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}
