// Failure codes of the C2PA validator (C2PA 2.4 §15.2), sorted as the official integrity rubric sorts them.

/** Stands for the results of a validator that reported none. */
export const NO_RESULTS = "MISSING_VALIDATION_RESULTS";

/** Something is missing or can't be read. */
export const MALFORMED: ReadonlySet<string> = new Set([
  "assertion.action.malformed",
  "assertion.bmffHash.malformed",
  "assertion.boxesHash.malformed",
  "assertion.collectionHash.malformed",
  "assertion.dataHash.malformed",
  "assertion.external-reference.malformed",
  "assertion.external-reference.labelMismatch",
  "assertion.external-reference.created",
  "assertion.ingredient.malformed",
  "assertion.alternativeContentRepresentation.malformed",
  "assertion.alternativeContentRepresentation.missing",
  "assertion.multiAssetHash.malformed",
  "assertion.cbor.invalid",
  "assertion.json.invalid",
  "claim.cbor.invalid",
  "claim.hardBindings.missing",
  "claim.malformed",
  "claim.missing",
  "claim.multiple",
  "hashedURI.missing",
  "ingredient.manifest.missing",
  "assertion.boxesHash.unknownBox",
  "assertion.multipleHardBindings",
  "manifest.compressed.invalid",
  "manifest.html.multipleManifests",
  "manifest.inaccessible",
  "manifest.multipleParents",
  "manifest.structuredText.emptyReference",
  "manifest.structuredText.malformedReference",
  "manifest.structuredText.multipleReferences",
  "manifest.structuredText.noManifest",
  "manifest.structuredText.noResolutionPath",
  "manifest.timestamp.invalid",
  "manifest.timestamp.wrongParents",
  "manifest.update.invalid",
  "manifest.update.wrongParents",
  NO_RESULTS,
]);

/** A hash or a reference doesn't fit what it stands for. */
export const MISMATCHED: ReadonlySet<string> = new Set([
  "assertion.action.ingredientMismatch",
  "assertion.action.redactionMismatch",
  "assertion.bmffHash.mismatch",
  "assertion.boxesHash.mismatch",
  "assertion.collectionHash.mismatch",
  "assertion.dataHash.mismatch",
  "assertion.external-reference.hashMismatch",
  "assertion.alternativeContentRepresentation.hashMismatch",
  "assertion.multiAssetHash.mismatch",
  "assertion.hashedURI.mismatch",
  "assertion.hardBinding.redacted",
  "hashedURI.mismatch",
  "ingredient.manifest.mismatch",
  "ingredient.claimSignature.missing",
  "ingredient.claimSignature.mismatch",
  "claimSignature.missing",
  NO_RESULTS,
]);

/** The signature or its signer can't be relied on. */
export const UNTRUSTED: ReadonlySet<string> = new Set([
  "claimSignature.mismatch",
  "claimSignature.outsideValidity",
  "signingCredential.invalid",
  "signingCredential.ocsp.revoked",
  "signingCredential.untrusted",
  NO_RESULTS,
]);
