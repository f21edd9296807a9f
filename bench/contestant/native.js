// @contentauth/c2pa-node: c2pa-rs as a native module, with the signer that stays in Rust from end to end.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const PEER = "@contentauth/c2pa-node"; // not of the product's lock file, so not a literal import

/** @param variant "defaults" (makes a thumbnail), or "plain": without thumbnail, everything else as it comes */
export async function open({ home, mediaType, variant }) {
  const { Builder, LocalSigner, Reader } = await import(PEER);
  const folder = join(home, "identity", "bench");
  const [chain, key] = await Promise.all([
    readFile(join(folder, "chain.pem")),
    readFile(join(folder, "key.pem")),
  ]);
  const signer = LocalSigner.newSigner(chain, key, "ed25519");
  const settings =
    variant === "plain"
      ? JSON.stringify({ builder: { thumbnail: { enabled: false } } })
      : undefined;
  const builder = () => Builder.withJson(definition(mediaType), settings);
  const read = async (asset) => (await Reader.fromAsset(asset)).json().validation_state;
  return {
    signBytes: async (bytes) => {
      const output = { buffer: null };
      builder().sign(signer, { buffer: bytes, mimeType: mediaType }, output);
      return output.buffer;
    },
    signFile: async (input, output) => {
      builder().sign(signer, { path: input, mimeType: mediaType }, { path: output });
    },
    verifyBytes: (bytes) => read({ buffer: bytes, mimeType: mediaType }),
    verifyFile: (path) => read({ path, mimeType: mediaType }),
  };
}

/** What Colophon says with `source: "camera"`. */
function definition(mediaType) {
  const action = {
    action: "c2pa.created",
    digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    softwareAgent: { name: "bench", version: "1" },
  };
  return {
    claim_version: 2,
    claim_generator_info: [{ name: "bench", version: "1" }],
    title: "picture.jpg",
    format: mediaType,
    assertions: [{ label: "c2pa.actions.v2", data: { actions: [action] } }],
  };
}
