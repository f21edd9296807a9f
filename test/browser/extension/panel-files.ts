// Signed files for looking at the panel: every state, several ingredients with pictures and a history of their own, AI.

import { makeDemoIllustration, makeDemoPhoto } from "../../../demo/asset.js";
import { scene } from "../../../demo/scene.js";
import { sign } from "../../../toolkit/index.js";
import { type Workshop, workshop } from "../../toolkit/sign/workshop.js";

export interface PanelFiles {
  readonly shop: Workshop;
  /** Camera, signed by the anchor's identity. */
  readonly lake: Uint8Array;
  /** Made by AI. */
  readonly quilt: Uint8Array;
  /** Six ingredients, one of which has two of its own; not to be used for training. */
  readonly collage: Uint8Array;
  /** One bit of the signed picture is another. */
  readonly changed: Uint8Array;
  /** No credential at all. */
  readonly plain: Uint8Array;
}

let made: Promise<PanelFiles> | undefined;

/** Signs them all; once for both browsers. */
export function panelFiles(): Promise<PanelFiles> {
  made ??= signed();
  return made;
}

async function signed(): Promise<PanelFiles> {
  const shop = await workshop();
  const { identity } = shop;
  const photo = await makeDemoPhoto();
  const one = async (name: string, bytes: Uint8Array, more: object) => {
    const { output } = await sign(shop.put(name, bytes), { identity, thumbnail: true, ...more });
    return { output, bytes: new Uint8Array(shop.read(output.slice(shop.folder.length + 1))) };
  };
  const lake = await one("lake.jpg", photo, { source: "camera", title: "Lake at dusk" });
  const quilt = await one("quilt.png", await makeDemoIllustration(), {
    generated: { model: "picture-1", oversight: "prompt_guided" },
  });
  const evening = new Uint8Array(
    await (await scene(640, 420, { frame: 30 })).jpeg({ quality: 70 }).toBuffer(),
  );
  const edited = await one("lake-edited.jpg", evening, {
    parent: lake.output,
    ingredients: [quilt.output],
  });
  const stills = await Promise.all(
    [1, 2, 3, 4].map(async (frame) => {
      const still = (await scene(320, 210, { frame: frame * 20 })).jpeg({ quality: 60 });
      return shop.put(`still-${frame}.jpg`, new Uint8Array(await still.toBuffer()));
    }),
  );
  const morning = new Uint8Array(
    await (await scene(800, 520, { frame: 90 })).jpeg({ quality: 75 }).toBuffer(),
  );
  const collage = await one("front-page.jpg", morning, {
    title: "Front page, Sunday",
    training: "notAllowed",
    parent: edited.output,
    ingredients: [quilt.output, ...stills],
  });
  const changed = Uint8Array.from(lake.bytes);
  changed[changed.length - 200] = (changed[changed.length - 200] ?? 0) ^ 1;
  return {
    shop,
    lake: lake.bytes,
    quilt: quilt.bytes,
    collage: collage.bytes,
    changed,
    plain: photo,
  };
}
