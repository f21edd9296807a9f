import { expect, it } from "vitest";
import { parseCertificate, toPem } from "../../../src/trust/index.js";
import { verify } from "../../../toolkit/index.js";
import { chainOf, makeLeaf, makeRoot } from "../../fixture/certificates.js";
import { tlv } from "../../fixture/der.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";

const bmp = (text: string) => tlv(0x1e, Buffer.from(text, "utf16le").swap16());
const t61 = (text: string) => tlv(0x14, Buffer.from(text, "latin1"));

it.each([
  ["in UTF-16, as older authorities write them", { O: bmp("Zürich"), CN: bmp("Zoë") }, "Zürich"],
  ["in Latin-1 by the name of T61", { O: t61("Zürich"), CN: t61("Zoë") }, "Zürich"],
  ["with an organisation in UTF-16 only", { O: bmp("Zürich"), CN: "Zoë" }, "Zürich"],
  ["without an organisation", { CN: "Zoë" }, "Zoë"],
  ["with a blank organisation", { O: "  ", CN: "Zoë" }, "Zoë"],
  ["with an address alone", { "1.2.840.113549.1.9.1": "a@b.c" }, "emailAddress=a@b.c"],
  ["without anything", {}, "a certificate without a name"],
])("a signer %s has the certificate's own name", async (_, subject, name) => {
  const root = makeRoot();
  const chain = chainOf(makeLeaf(root, { terms: { subject } }), [], root);
  const verdict = await verify(await signedJpeg(chain), { anchors: [toPem([root.der])] });
  expect(verdict.state).toBe("Trusted");
  expect(verdict.signer?.name).toBe(name);
  expect(verdict.summary).toContain(`Signed by ${name}, who`);
});

it("of several names of one kind the last counts, for us as for the engine", async () => {
  const root = makeRoot();
  const subject = { O: "First", "2.5.4.10": "Second" };
  const chain = chainOf(makeLeaf(root, { terms: { subject } }), [], root);
  const { signer } = await verify(await signedJpeg(chain));
  expect(signer?.name).toBe("Second");
  expect(parseCertificate(chain.chain[0]!).subject.organisation).toBe("Second");
});
