import { render } from "preact";

const root = document.getElementById("options");
if (root) render(<h1>Colophon</h1>, root);
