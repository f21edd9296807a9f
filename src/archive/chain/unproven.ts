// One way of saying that something could not be established: never a lower claim in its place.
import { ColophonError } from "../../errors.js";

const OPENING = "could not be proven: ";

/** @param why in lower case, without a full stop; an opening that it has already is not repeated */
export function unproven(why: string): ColophonError {
  return new ColophonError("RECORD_UNPROVEN", OPENING + why.replaceAll(OPENING, ""), {
    hint: "the record itself is untouched: ask again later, or ask other gateways",
  });
}
