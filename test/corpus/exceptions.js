// Where Colophon and the corpus index disagree, and why. Printed by the run.

/** @type {Readonly<Record<string, string>>} */
export const EXCEPTIONS = {};
