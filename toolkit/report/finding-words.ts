// One plain sentence for each validation code of C2PA 2.4 §15 ("Validation status codes") and of the CAWG
// identity assertion 1.2. A code that isn't here is shown as it stands, with the words that came with it.
import { leavesTooMuchOut } from "../../src/credential/index.js";
import type { Finding } from "../../src/index.js";

const CREDENTIAL: Readonly<Record<string, string>> = {
  "claim.missing": "The credential lacks its central part, the claim.",
  "claim.multiple": "The credential holds more than one claim.",
  "claim.malformed": "The claim, the credential's central part, is not well formed.",
  "claim.cbor.invalid": "The claim, the credential's central part, can't be decoded.",
  "claim.required.missing": "The claim lacks a field that it must have.",
  "claim.hardBindings.missing": "Nothing ties the credential to the content of this file.",
  "claimSignature.validated":
    "The signature is the signer's, and the credential is as it was signed.",
  "claimSignature.insideValidity": "It was signed while the certificate was valid.",
  "claimSignature.outsideValidity":
    "It was signed before the certificate was valid, or after it expired.",
  "claimSignature.mismatch":
    "The signature does not fit: the credential was changed, or someone else signed it.",
  "claimSignature.missing": "The credential carries no signature.",
  "signingCredential.trusted": "The signer's certificate leads to a trust list in use.",
  "signingCredential.untrusted":
    "The signer's certificate leads to none of the trust lists in use.",
  "signingCredential.invalid": "The signer's certificate breaks a rule for signing certificates.",
  "signingCredential.expired": "The signer's certificate had expired.",
  "signingCredential.revoked": "The signer's certificate was withdrawn by its issuer.",
  "signingCredential.ocsp.notRevoked":
    "The issuer confirmed that the certificate had not been withdrawn.",
  "signingCredential.ocsp.revoked": "The issuer has withdrawn the signer's certificate.",
  "signingCredential.ocsp.inaccessible": "The issuer's withdrawal service gave no answer.",
  "signingCredential.ocsp.skipped": "The issuer's withdrawal service was not asked.",
  "signingCredential.ocsp.unknown":
    "The issuer's withdrawal service does not know the certificate.",
  "timeOfSigning.insideValidity":
    "The time that the signer gives fits the certificate and any time-stamp.",
  "timeOfSigning.outsideValidity":
    "The time that the signer gives does not fit the certificate or the time-stamp.",
  "timeStamp.validated": "The time-stamp fits the signature.",
  "timeStamp.trusted": "The time-stamp's authority is on a list in use.",
  "timeStamp.untrusted": "The time-stamp's authority is on none of the lists in use.",
  "timeStamp.malformed": "The time-stamp is not well formed and was left aside.",
  "timeStamp.mismatch": "The time-stamp belongs to something else and was left aside.",
  "timeStamp.outsideValidity":
    "The time-stamp was made outside the validity of its authority's certificate.",
  "timeStamp.credentialInvalid": "The time-stamp's certificate breaks a rule for time-stamping.",
  "algorithm.unsupported": "A cryptographic algorithm is named that is unknown or not allowed.",
  "algorithm.deprecated": "A cryptographic algorithm is used that is no longer recommended.",
  "general.error": "Something is wrong that has no code of its own.",
  "com.adobe.prerelease":
    "The credential comes from a time before the standard and can't be checked.",
};

const CONTENT: Readonly<Record<string, string>> = {
  "assertion.dataHash.match": "The content is as it was signed.",
  "assertion.dataHash.mismatch": "The content was changed since it was signed.",
  "assertion.dataHash.malformed": "What ties the credential to the content is not well formed.",
  "assertion.dataHash.redacted": "What ties the credential to the content was removed.",
  "assertion.dataHash.additionalExclusionsPresent":
    "Further bytes of the file were left out of the signature.",
  "assertion.boxesHash.match": "The content is as it was signed.",
  "assertion.boxesHash.mismatch": "The content was changed since it was signed.",
  "assertion.boxesHash.malformed": "What ties the credential to the content is not well formed.",
  "assertion.boxesHash.unknownBox": "The file holds a part that was not there when it was signed.",
  "assertion.boxesHash.additionalExclusionsPresent":
    "Further parts of the file were left out of the signature.",
  "assertion.bmffHash.match": "The content is as it was signed.",
  "assertion.bmffHash.mismatch": "The content was changed since it was signed.",
  "assertion.bmffHash.malformed": "What ties the credential to the content is not well formed.",
  "assertion.bmffHash.additionalExclusionsPresent":
    "Further parts of the file were left out of the signature.",
  "assertion.collectionHash.match": "Every file of the collection is as it was signed.",
  "assertion.collectionHash.mismatch": "A file of the collection was changed since it was signed.",
  "assertion.collectionHash.malformed":
    "What ties the credential to the collection is not well formed.",
  "assertion.collectionHash.incorrectFileCount": "A file of the collection is missing.",
  "assertion.collectionHash.invalidURI": "The collection names a file outside itself.",
  "assertion.multiAssetHash.match": "This part of the file is as it was signed.",
  "assertion.multiAssetHash.mismatch": "A part of the file was changed since it was signed.",
  "assertion.multiAssetHash.malformed":
    "What ties the credential to the parts of the file is not well formed.",
  "assertion.multiAssetHash.missingPart": "A part of the file is missing.",
  "assertion.multipleHardBindings": "The credential is tied to the content more than once.",
  "assertion.hardBinding.redacted": "What ties the credential to the content was removed.",
  "assertion.alternativeContentRepresentation.match": "The preserved original is as it was signed.",
  "assertion.alternativeContentRepresentation.malformed":
    "The preserved original is not well described.",
  "assertion.alternativeContentRepresentation.hashMismatch": "The preserved original was changed.",
  "assertion.alternativeContentRepresentation.missing": "The preserved original is missing.",
};

const STATEMENTS: Readonly<Record<string, string>> = {
  "assertion.hashedURI.match": "This statement is as it was signed.",
  "assertion.hashedURI.mismatch": "A statement in the credential was changed since it was signed.",
  "hashedURI.mismatch": "Something that the credential refers to was changed.",
  "hashedURI.missing": "Something that the credential refers to is missing.",
  "assertion.missing": "A statement that the credential lists is missing.",
  "assertion.undeclared": "A statement was found that the signer did not list.",
  "assertion.outsideManifest": "The credential lists a statement that lies outside itself.",
  "assertion.required.missing": "A statement lacks a field that it must have.",
  "assertion.accessible": "A statement kept elsewhere could be read.",
  "assertion.inaccessible": "A statement kept elsewhere could not be read.",
  "assertion.notRedacted": "A statement is said to be removed but is still there.",
  "assertion.selfRedacted": "The credential declares its own statement removed.",
  "assertion.cbor.invalid": "A statement can't be decoded.",
  "assertion.json.invalid": "A statement is not valid JSON.",
  "assertion.timestamp.malformed": "A later time-stamp is not well formed.",
  "assertion.metadata.disallowed": "A metadata statement holds fields that are not allowed there.",
  "assertion.action.malformed": "The list of actions is not well formed.",
  "assertion.action.ingredientMismatch": "An action refers to an ingredient that is not there.",
  "assertion.action.redacted": "The list of actions was removed.",
  "assertion.action.redactionMismatch": "An action speaks of a removal that can't be found.",
  "assertion.action.softBindingMissing": "An action speaks of a watermark that is not described.",
  "assertion.ingredient.malformed": "An ingredient is not well described.",
  "assertion.cloud-data.actions":
    "An update keeps its list of actions elsewhere, which is not allowed.",
  "assertion.cloud-data.hardBinding":
    "What ties the credential to the content is kept elsewhere, which is not allowed.",
  "assertion.cloud-data.labelMismatch": "A statement kept elsewhere is not the one that was named.",
  "assertion.cloud-data.malformed": "A reference to a statement kept elsewhere is not well formed.",
  "assertion.external-reference.created":
    "A reference to outside data stands where it is not allowed.",
  "assertion.external-reference.hashMismatch":
    "Outside data that the credential refers to was changed.",
  "assertion.external-reference.labelMismatch": "Outside data is not what was named.",
  "assertion.external-reference.malformed": "A reference to outside data is not well formed.",
};

const HISTORY: Readonly<Record<string, string>> = {
  "ingredient.manifest.validated": "The ingredient's credential is as it was when it was added.",
  "ingredient.manifest.mismatch": "An ingredient's credential was changed since it was added.",
  "ingredient.manifest.missing": "An ingredient's credential is missing.",
  "ingredient.claimSignature.validated":
    "The ingredient's signature is as it was when it was added.",
  "ingredient.claimSignature.mismatch": "An ingredient's signature was changed since it was added.",
  "ingredient.claimSignature.missing": "An ingredient's signature is missing.",
  "ingredient.unknownProvenance":
    "The ingredient carried no credential, so its own history is not known.",
  "ingredient.possiblyModified": "The ingredient may have been changed before it was added.",
  "ingredient.modified": "The ingredient was changed before it was added.",
  "manifest.inaccessible": "The credential is kept elsewhere and was not fetched.",
  "manifest.compressed.invalid": "The compressed credential can't be unpacked.",
  "manifest.multipleParents":
    "The credential names more than one file that this one was made from.",
  "manifest.update.invalid": "An update of the credential holds what an update may not hold.",
  "manifest.update.wrongParents": "An update of the credential does not name the one it updates.",
  "manifest.timestamp.invalid": "A later time-stamp holds what it may not hold.",
  "manifest.timestamp.wrongParents":
    "A later time-stamp does not name the credential it belongs to.",
  "manifest.html.multipleManifests": "The page holds more than one credential.",
  "manifest.text.corruptedWrapper": "The text holds a credential that is damaged or cut off.",
  "manifest.text.multipleWrappers": "The text holds more than one credential.",
  "manifest.structuredText.emptyReference": "The text's reference to its credential is empty.",
  "manifest.structuredText.malformedReference":
    "The text's reference to its credential is not an address.",
  "manifest.structuredText.multipleReferences": "The text refers to more than one credential.",
  "manifest.structuredText.noManifest": "The text holds no complete reference to a credential.",
  "manifest.structuredText.noResolutionPath":
    "The text refers to a credential that can't be located.",
  "colophon.text.markerStripped":
    "The text carries a credential whose marker was removed on the way.",
  "colophon.text.sameWords":
    "The words are those that were signed; what is around them (typography, layout, links) is not.",
  "colophon.text.notComparable":
    "The text as it was signed is not at hand, and the credential does not say which words it is of.",
  "colophon.text.damagedWrapper": "The text also carries the remains of another credential.",
  "colophon.text.notLast":
    "The credential does not stand at the end of the text, where other readers expect it.",
  "colophon.text.noManifest": "What the text carries as its credential is none.",
  "colophon.html.malformedManifest":
    "What the page names as its credential is neither a credential nor an address.",
  "livevideo.assertion.invalid": "A segment of the live video does not continue the one before it.",
  "livevideo.continuityMethod.invalid":
    "The live video says in an unknown way how its segments continue.",
  "livevideo.init.invalid": "The live video's first segment holds what it may not hold.",
  "livevideo.manifest.invalid": "A credential of the live video does not check out.",
  "livevideo.segment.invalid": "A segment of the live video does not check out.",
  "livevideo.sessionkey.invalid": "A session key of the live video does not check out.",
};

const IDENTITY: Readonly<Record<string, string>> = {
  "cawg.identity.well-formed":
    "A person or organisation added a statement of identity, and it is well formed.",
  "cawg.identity.trusted": "The statement of identity leads to a trust list in use.",
  "cawg.identity.cbor.invalid": "A statement of identity can't be decoded.",
  "cawg.identity.assertion.mismatch":
    "A statement of identity refers to another credential's statements.",
  "cawg.identity.assertion.duplicate":
    "A statement of identity refers to the same statement twice.",
  "cawg.identity.credential_revoked":
    "The credential behind a statement of identity was withdrawn.",
  "cawg.identity.hard_binding_missing": "A statement of identity is not tied to the content.",
  "cawg.identity.pad.invalid": "A statement of identity is filled up with bytes other than zero.",
  "cawg.identity.sig_type.unknown": "A statement of identity is signed in an unknown way.",
  "cawg.x509.signature.validated": "The signature under the statement of identity holds.",
  "cawg.x509.signature.mismatch": "The signature under the statement of identity does not fit.",
  "cawg.x509.signature.outside_validity":
    "A statement of identity was signed outside its certificate's validity.",
  "cawg.x509.credential.trusted":
    "The certificate behind the statement of identity is on a list in use.",
  "cawg.x509.credential.untrusted":
    "The certificate behind the statement of identity is on none of the lists in use.",
  "cawg.x509.credential.invalid": "The certificate behind a statement of identity breaks a rule.",
  "cawg.x509.algorithm.unsupported": "A statement of identity uses an unknown algorithm.",
  "cawg.ica.credential_valid":
    "The statement of identity, vouched for by an identity service, holds.",
  "cawg.ica.untrusted_issuer":
    "The identity service behind the statement is on none of the lists in use.",
  "cawg.ica.did_unavailable": "The identity service behind a statement could not be looked up.",
};

const WORDS: ReadonlyMap<string, string> = new Map(
  [CREDENTIAL, CONTENT, STATEMENTS, HISTORY, IDENTITY].flatMap((part) => Object.entries(part)),
);

/** What a finding says: our sentence for its code, else the explanation that came with it, else the code itself. */
export function findingWords(finding: Finding): string {
  if (leavesTooMuchOut(finding))
    return "The signature leaves out more of the file than the credential's own place in it.";
  const { code, explanation, source } = finding;
  const ours = source === "colophon" && explanation !== "";
  return WORDS.get(code) ?? (ours ? asSentence(explanation) : explanation || code);
}

/** Our explanations are written like error messages: lower case, no full stop. */
function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

/** What the engine adds to our sentence; undefined when there is nothing more to read in it. */
export function findingDetail(finding: Finding): string | undefined {
  const { code, explanation } = finding;
  return WORDS.has(code) && explanation !== code && explanation ? explanation : undefined;
}
