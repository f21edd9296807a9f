// Files whose records are in an archive, whole and stripped, and one whose manifest is kept elsewhere.
import { join } from "node:path";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { sign, signBytes } from "../../../toolkit/index.js";
import { upload } from "../../toolkit/gateway/ask.js";
import type { LoggedGateway } from "./gateway-log.js";
import { panelFiles } from "./panel-files.js";

const JPEG = "image/jpeg";

/** The lake, signed and archived in a block of the gateway, and the same file without its credential. */
export async function archived({ own }: LoggedGateway) {
  const { shop, plain } = await panelFiles();
  const folder = join(shop.folder, "archive");
  const { output, record = "" } = await sign(shop.put("archived.jpg", plain), {
    identity: shop.identity,
    archive: folder,
    title: "Lake, archived",
  });
  await upload(own.url, { bytes: await (await LocalArchive.open(folder)).get(record) });
  await own.mine();
  const whole = new Uint8Array(shop.read(output.slice(shop.folder.length + 1)));
  return { record, whole, stripped: await stripped(whole) };
}

/** A file that says where its manifest is, and that manifest. */
export async function keptElsewhere(remoteUrl: string) {
  const { shop, plain } = await panelFiles();
  const { identity } = shop;
  const { bytes } = await signBytes("apart.jpg", plain, { identity, remoteUrl });
  const apart = await stripped(bytes); // names the address, and holds nothing
  const { output } = await sign(shop.put("apart.jpg", apart), { identity, sidecar: true });
  return { apart, store: shop.read(output.slice(shop.folder.length + 1)) };
}

/** Without what carries the manifest; the reference to it stays. */
async function stripped(bytes: Uint8Array): Promise<Uint8Array> {
  const layout = await containerFor(JPEG)?.open(memorySource(bytes), JPEG);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, length } of layout?.manifestSpans ?? []) {
    parts.push(bytes.subarray(from, start));
    from = start + length;
  }
  return new Uint8Array(Buffer.concat([...parts, bytes.subarray(from)]));
}
