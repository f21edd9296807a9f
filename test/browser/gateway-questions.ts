// What is asked in every runtime about gateways, proofs and receipts. The gateways are recordings of a fake chain's.
import { encodeInclusion, proveInclusion, writeReceipt } from "../../src/archive/index.js";
import { toBase64Url, toHex, utf8 } from "../../src/encoding/index.js";
import { type FakeAnswer, FakeChain, type Spoil } from "../fake/chain.js";
import { fakeBatch, fakeReceipt, fakeSigned } from "../fake/receipt.js";
import type { Question } from "./answer.js";

const A = "https://a.example";
const B = "https://b.example";

export async function gatewayQuestions(): Promise<Question[]> {
  const [receipt, other, ...batch] = [
    await fakeReceipt(1),
    await fakeReceipt(2),
    ...(await fakeBatch([3, 4, 5])),
  ];
  const chain = await FakeChain.start();
  const items = [receipt, other].map(({ record }) => ({ id: record.id, bytes: record.item }));
  await chain.mine(new Uint8Array(400_000).fill(3), items);
  await chain.mine();
  const [made] = items;
  if (!made) throw new Error("no items");
  const proof = await proveInclusion(made, [chain.gateway(A).gateway]);
  const proven = { ...receipt, proof: proof.proof };

  const asked: Question[] = [];
  for (const [n, one] of [
    [1, receipt],
    [1, proven],
    [2, other],
    ...batch.map((b, i) => [3 + i, b] as const),
  ] as const) {
    const { sha256, store } = await fakeSigned(n);
    const { sha256: strange } = await fakeSigned(9);
    const text = writeReceipt(one);
    const title = `receipt ${asked.length} of file ${n}`;
    const copy = { sha256: toHex(sha256), store: toHex(store) };
    asked.push({ title, receipt: text, copy, holds: true });
    asked.push({
      title: `${title}, other file`,
      receipt: text,
      copy: { ...copy, sha256: toHex(strange) },
      holds: false,
    });
    for (const field of ["signature", "certificate", "id", "item", "index", "txPath"]) {
      const forged = edited(text, field);
      if (forged !== text)
        asked.push({ title: `${title}, other ${field}`, receipt: forged, copy, holds: false });
    }
  }
  return [...asked, ...(await proofs(made, proof.proof)), ...(await online(chain, made))];
}

/** The text with the first letter, or the number, of a field changed; as it was where it has no such field. */
function edited(text: string, field: string): string {
  return text.replace(
    new RegExp(`("${field}": "?)([\\w-])`),
    (_, name: string, letter: string) => name + (letter === "1" ? "2" : letter === "A" ? "B" : "1"),
  );
}

type Item = { readonly id: string; readonly bytes: Uint8Array };
type Proof = Awaited<ReturnType<typeof proveInclusion>>["proof"];

async function proofs({ id, bytes }: Item, proof: Proof): Promise<Question[]> {
  const item = toHex(bytes);
  const json = JSON.parse(JSON.stringify(encodeInclusion(proof))) as Record<string, unknown>;
  const changed = bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
  return [
    { title: "proof", proof: json, item, id, holds: true },
    { title: "proof, changed bytes", proof: json, item: toHex(changed), id, holds: false },
    ...["item", "dataRoot", "dataSize", "offset", "size", "txPath"].map((field) => ({
      title: `proof, other ${field}`,
      proof: JSON.parse(edited(JSON.stringify(json, null, 1), field)) as unknown,
      item,
      id,
      holds: false,
    })),
    { title: "proof that is torn", proof: { ...json, block: undefined }, item, id, holds: false },
  ];
}

async function online(chain: FakeChain, made: Item): Promise<Question[]> {
  const { sha256 } = await fakeSigned(1);
  const common = { item: toHex(made.bytes), id: made.id };
  const spoils: [string, Spoil][] = [
    ["honest", (answer) => answer],
    ["with another chunk", inJson("/chunk/", "chunk")],
    ["with another data_path", inJson("/chunk/", "data_path")],
    ["with another tx_path", inJson("/chunk/", "tx_path")],
    ["with another tx_root", inJson("/block/", "tx_root")],
    ["with another block", inJson("/block/", "indep_hash")],
    ["with another signature", inJson("/tx/", "signature")],
    ["with a web page", (answer) => ({ ...answer, bytes: utf8("<html>") })],
    ["with 500", () => ({ status: 500 })],
  ];
  const asked: Question[] = [];
  for (const [title, spoil] of spoils) {
    const [honest, other] = [await recorded(chain, made, A), await recorded(chain, made, B, spoil)];
    for (const [who, gateways, holds] of [
      ["alone", { [B]: other }, title === "honest"],
      ["beside an honest one", { [A]: honest, [B]: other }, title !== "with another tx_root"],
    ] as const) {
      asked.push({ title: `gateway ${title}, ${who}`, ...common, gateways, holds });
      asked.push({
        title: `look-up at a gateway ${title}, ${who}`,
        hash: toBase64Url(sha256),
        gateways,
      });
    }
  }
  return asked;
}

/** Spoils the first letter of a field in the answers to some questions. */
function inJson(path: string, field: string): Spoil {
  return (answer, asked) => {
    const text = asked.startsWith(path) ? JSON.stringify(answer.json ?? {}) : "";
    const changed = text.replace(
      new RegExp(`("${field}":")([\\w-])`),
      (_, name, letter) => name + (letter === "A" ? "B" : "A"),
    );
    return changed === text ? answer : { ...answer, json: JSON.parse(changed) as unknown };
  };
}

/** All that a gateway answers to what is asked about this item, spoilt on the way out. */
async function recorded(
  chain: FakeChain,
  item: Item,
  url: string,
  spoil: Spoil = (answer) => answer,
) {
  const answers: Record<
    string,
    { status: number; headers?: FakeAnswer["headers"] & object; body: string }
  > = {};
  const keep: Spoil = (answer, path) => {
    const { status, headers, json, bytes } = spoil(answer, path);
    const body = toHex(bytes ?? utf8(JSON.stringify(json ?? {})));
    answers[path] = { status, ...(headers && { headers }), body };
    return answer;
  };
  const { gateway } = chain.gateway(url, keep);
  await proveInclusion(item, [gateway]);
  await gateway.payload(item.id, 1e6);
  await gateway.payload("A".repeat(43), 1e6);
  await gateway.find({ ids: [item.id], order: "oldest", limit: 100 });
  return answers;
}
