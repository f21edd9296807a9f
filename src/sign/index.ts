// Sign room: from a text to a signed text, without a file, a clock or a key in sight. Media go through toolkit/sign.
export { articleBlocks, textBlocks } from "./article-blocks.js";
export { dataBinding, type HardBinding } from "./data-binding.js";
export { embeddingFor, type TextEmbedding } from "./embedding.js";
export { type OpenText, openText } from "./open-text.js";
export {
  type SignedTextContent,
  signText,
  type TextAssertion,
  type TextSigning,
} from "./sign-text.js";
export { isSignableText, sourceText } from "./source-text.js";
export { type SaidText, verifyText } from "./verify-text.js";
