// Where Colophon and the corpus index disagree, and why. Printed by the run.

const TRUEPIC =
  "its exclusion range is wider than the manifest: the engine (c2pa-rs since 0.91) refuses to leave unsigned room";

/** @type {Readonly<Record<string, string>>} */
export const EXCEPTIONS = {
  "c2pa-org_public-testfiles/image/jpeg/nikon-20221019-building.jpeg":
    "Invalid as expected, by another code: its certificate expired and no time-stamp says when it signed",
  "c2pa-org_public-testfiles/image/jpeg/truepic-20230212-camera.jpg": TRUEPIC,
  "c2pa-org_public-testfiles/image/jpeg/truepic-20230212-landscape.jpg": TRUEPIC,
  "c2pa-org_public-testfiles/image/jpeg/truepic-20230212-library.jpg": TRUEPIC,
  "c2pa-org_public-testfiles/font/ttf/monotype-20240712-monotype_sans.ttf":
    "fonts are not read: NotChecked, with that reason",
  "certlab/ku_nonRep_only/signed.jpg":
    "the engine lets it pass; our own path rules add colophon.chain.keyUsage and it can never be Trusted",
  "generated-attacks/mp4_free_box_appended_random.mp4":
    "the hash holds by the standard exclusions; the finding colophon.binding.uncovered says how many bytes are not covered",
};
