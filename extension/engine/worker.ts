// The worker that reads files of strangers. First of all it locks itself in.
import "./lockdown.js";
import { loadEngine } from "../../src/credential/index.js";
import { ColophonError, type Engine, type Http, NO_TRUST, type TrustLists, trustLists } from "../../src/index.js";
import { openGateway } from "../../src/archive/index.js";
import { examine } from "../../src/examine/index.js";
import type { Result } from "../messages.js";
import { blobSubject } from "./blob-subject.js";
import { Pictures } from "./pictures.js";
import type { FromWorker, ToWorker, WorkerCheck, WorkerHttpAnswer } from "./worker-message.js";
