// The engine for who signs thousands of manifests alike: what it made of the first of a kind serves for the others, too, in a
// fraction of its time. A mould counts only after it gave, for other values, the very bytes that the engine gives; every so
// often it has to do so again; and a kind whose mould fails once is the engine's for good.
import { ColophonError } from "../../errors.js";
import type { Engine, EngineBlob, EngineSigning } from "../engine.js";
import { activeManifestLabel, signatureBytes } from "../jumbf.js";
import { type Asked, askedAgain, askedOf, type Chance, type Free, markFor } from "./asked.js";
import { Mould, saltsOf } from "./mould.js";
import { sameStore } from "./same-store.js";

const MANIFEST_ONLY = "application/c2pa";
/** A kind that was asked for less often is not worth a mould. */
const WORTH = 3;
/** One in so many is made by the engine again and compared. */
const AGAIN = 64;
const MOST_KINDS = 256;
/** Longer ones, the record of a long text for one, are asked for once. Characters. */
const LONGEST_KIND = 1 << 15;

interface Kind {
  times: number;
  mould?: Promise<Mould | undefined>;
}

/** An engine that signs as the given one does, and faster from the third manifest of a kind on. */
export function mouldingEngine(engine: Engine, chance: Chance): Engine {
  const kinds = new Map<string, Kind>();
  const kindOf = ({ kind }: Asked): Kind => {
    const known = kinds.get(kind);
    if (known) return known;
    if (kinds.size >= MOST_KINDS) kinds.clear();
    const fresh = { times: 0 };
    kinds.set(kind, fresh);
    return fresh;
  };
  return {
    ...engine,
    async sign(mediaType, asset, what) {
      const asked = mediaType === MANIFEST_ONLY && asset.size === 0 ? askedOf(what) : undefined;
      if (!asked || asked.kind.length > LONGEST_KIND) return engine.sign(mediaType, asset, what);
      const kind = kindOf(asked);
      const times = ++kind.times;
      if (times >= WORTH) kind.mould ??= mouldFor(engine, what, asked, chance);
      const mould = await kind.mould;
      if (mould && times % AGAIN !== 0) {
        const poured = mould.pour(asked.free, (_, length) => chance.random(length));
        const signature = await what.signer.sign(poured.claim);
        return { store: poured.store(signature), asset: new Uint8Array(0) };
      }
      const signed = await engine.sign(mediaType, asset, what);
      if (mould && !gives(mould, asked.free, signed.store)) kind.mould = Promise.resolve(undefined);
      return signed;
    },
  };
}

const EMPTY: EngineBlob = { size: 0, slice: () => EMPTY };

/** A mould that was tried; undefined when the engine has to go on. */
async function mouldFor(
  engine: Engine,
  what: EngineSigning,
  { free }: Asked,
  chance: Chance,
): Promise<Mould | undefined> {
  const { reserveSize } = what.signer;
  const signer = { ...what.signer, sign: async () => new Uint8Array(reserveSize) };
  const make = async (values: readonly Free[]) =>
    (await engine.sign(MANIFEST_ONLY, EMPTY, askedAgain({ ...what, signer }, values))).store;
  const marks = free.map((value, at) => markFor(value, at, chance));
  try {
    const mould = Mould.of(await make(marks), marks);
    return mould && gives(mould, free, await make(free)) ? mould : undefined;
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined; // whoever asked hears it from the engine
    throw cause;
  }
}

/** Whether the mould gives the store that the engine gave, with the same salts and signature. */
function gives(mould: Mould, free: readonly Free[], store: Uint8Array): boolean {
  const signature = signatureBytes(store, activeManifestLabel(store) ?? "");
  const salts = saltsOf(store);
  const poured = mould.pour(free, (of) => salts[of] ?? new Uint8Array(0));
  return signature !== undefined && sameStore(poured.store(signature), store);
}
