import { render } from "preact";

const root = document.getElementById("panel");
if (root) render(<h1>Colophon</h1>, root);
