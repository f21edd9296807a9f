// How the result of a job gets its name.
import type { AtomicOptions } from "../adapter/atomic-file.js";
import type { SignJob } from "./job.js";

/** What the job says of replacing and of unfinished files. */
export function placing({ replace, staging, beforeNamed }: SignJob): AtomicOptions {
  return {
    ...(replace && { replace }),
    ...(staging !== undefined && { staging }),
    ...(beforeNamed && { beforeNamed }),
  };
}
