// Whose name stands in a certificate: checked once, then written as it is.
import { randomBytes } from "node:crypto";
import { ColophonError } from "../../src/index.js";

/** The two names of a certificate's subject. */
export interface SubjectName {
  readonly organisation: string;
  readonly commonName: string;
}

const LONGEST_NAME = 64; // ub-common-name and ub-organization-name, RFC 5280 appendix A.1

/** Checked names; each stands in for the other. @throws ColophonError IDENTITY_INVALID */
export function subjectOf(request: {
  readonly name?: string;
  readonly organisation?: string;
}): SubjectName {
  const name = request.name?.trim() || request.organisation?.trim();
  const organisation = request.organisation?.trim() || name;
  if (!name || !organisation)
    throw invalid(
      "an identity needs a name",
      'say who signs: --name "Ada Reyes" --org "The Daily Record"',
    );
  for (const text of [name, organisation]) {
    if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text))
      throw invalid(
        "a name holds control characters",
        "write it without line breaks or bidi marks",
      );
    if ([...text].length > LONGEST_NAME)
      throw invalid(
        `a name is longer than the ${LONGEST_NAME} characters a certificate holds`,
        "shorten it",
      );
  }
  return { commonName: name, organisation };
}

/** A name of its own for every root: readers that look roots up by name must not confuse two of them. */
export function rootName(subject: SubjectName): SubjectName {
  const short = [...subject.commonName].slice(0, LONGEST_NAME - 14).join("");
  return { ...subject, commonName: `${short} root ${randomBytes(4).toString("hex")}` };
}

function invalid(message: string, hint: string): ColophonError {
  return new ColophonError("IDENTITY_INVALID", message, { hint });
}
