// Signs files in their place, one after the other, and stops for good where the record would be archived: to be killed
// there, or at any time before.
//   node test/fake/in-place-signer.js FILE...
import { hostEngine } from "../../dist/toolkit/adapter/engine-host.js";
import { createIdentity } from "../../dist/toolkit/index.js";
import { claimSigner } from "../../dist/toolkit/sign/claim-signer.js";
import { signInPlace } from "../../dist/toolkit/sign/sign-in-place.js";

const identity = await createIdentity({ name: "Ada Reyes" });
const means = {
  engine: await hostEngine(),
  identity,
  signer: await claimSigner(identity.signer),
  now: () => new Date(),
  uuid: () => crypto.randomUUID(),
};
process.send("ready");
for (const input of process.argv.slice(2)) {
  const job = { input, output: input, inPlace: true, statement: { source: "drawn" } };
  await signInPlace(job, means, () => {
    process.send("signed");
    return new Promise(() => setInterval(() => undefined, 1000));
  });
}
