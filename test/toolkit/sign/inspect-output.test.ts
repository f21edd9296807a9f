// --check sees the file that would be written, and a file whose content isn't what its manifest binds is refused, whether
// the binding is hashed natively or by the engine.
import { describe, expect, it } from "vitest";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { createIdentity, signBytes } from "../../../toolkit/index.js";
import { inspector } from "../../../toolkit/sign/inspect-output.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const fixtures = await mediaFixtures();
const identity = await createIdentity({ name: "Ada Reyes" });

describe("what is written", () => {
  it.each(["jpeg-baseline", "png", "webp-lossy", "svg"])(
    "is held against its manifest: %s",
    async (name) => {
      const fixture = fixtures.find((one) => one.name === name);
      if (!fixture) throw new Error(`there is no fixture ${name}`);
      const signed = await signBytes(name, fixture.bytes, { identity });
      const { store, mediaType } = signed;
      const inspect = inspector({ statement: {}, check: true }, mediaType, {
        engine: await hostEngine(),
      });
      await inspect({ store, overheadBytes: 0 }, signed.bytes);
      const other = Uint8Array.from(signed.bytes);
      const at =
        Buffer.from(other).lastIndexOf(
          name === "svg" ? "</svg>" : fixture.bytes.subarray(-24, -16),
        ) - 1;
      other[at] = (other[at] ?? 0) ^ 1;
      await expect(inspect({ store, overheadBytes: 0 }, other)).rejects.toMatchObject({
        code: "CHECK_FAILED",
        message: expect.stringContaining("validation:valid_success"),
      });
    },
  );
});
