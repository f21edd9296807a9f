// The content script's way to the engine is the way of every page of ours.
export { check } from "../checker.js";
