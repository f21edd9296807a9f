// What runs at the start of a document: the frame's ear, and nothing else.
import { ear } from "./ear.js";

ear();
