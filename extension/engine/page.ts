// Chrome's offscreen document: there only to host the engine.
import "./engine.js";
