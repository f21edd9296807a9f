// The style sheet of the report: paper and ink by day, the reverse by night, plain in print and in forced colours.
// Pairs of text and ground keep a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3). Left and right are logical throughout.

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f6f3ec; --card: #fffdf9; --ink: #221f1a; --soft: #625b50; --line: #ded7ca; --well: #f1ece2;
  --trusted: #17663f; --valid: #1c5a8c; --invalid: #a3261b; --none: #5c564c; --unknown: #7d5300;
  --book: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", "Noto Serif", Georgia, serif;
  --plain: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
  --code: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151412; --card: #1e1c19; --ink: #ece6da; --soft: #aaa193; --line: #37332c; --well: #272420;
    --trusted: #7fce9f; --valid: #8fc1ec; --invalid: #f59a8c; --none: #b5ac9d; --unknown: #e3b45c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.25rem 4rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 var(--plain); overflow-wrap: anywhere;
}
h1, h2 { font-family: var(--book); font-weight: 600; line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 5vw, 2.1rem); }
h2 { font-size: 1.45rem; }
h3 { font-size: .8rem; font-weight: 650; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); margin: 0 0 .7rem; }
p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--valid); outline-offset: 3px; border-radius: 4px; }
code { font: .86em/1.45 var(--code); }
small { font-size: .875rem; color: var(--soft); }
.faint { color: var(--soft); font-size: .875rem; }
.shape { width: 1.15em; height: 1.15em; flex: none; vertical-align: -.2em; }
.count { font-weight: 500; letter-spacing: 0; padding-inline-start: .3em; }

header.page { display: flex; gap: 1rem; align-items: center; margin-block-end: 2rem; }
header.page > div { min-width: 0; }
.mark { width: 3rem; height: 3rem; flex: none; }
header.page .faint { margin-block-start: .25rem; }

nav { margin-block-end: 2rem; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-end: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: start; color: var(--soft); font-size: .875rem; padding-block-end: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .5rem 1rem .5rem 0; border-block-end: 1px solid var(--line); font-weight: 400; min-width: 7rem; overflow-wrap: break-word; }
th[scope=row] { min-width: 11rem; max-width: 26rem; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .8rem; border-block-end-color: var(--soft); }
td code { display: block; min-width: 12rem; overflow-wrap: anywhere; }

.state { display: inline-flex; align-items: center; gap: .4em; font-weight: 650; white-space: nowrap; }
.state-Trusted { color: var(--trusted); } .state-Valid { color: var(--valid); } .state-Invalid { color: var(--invalid); }
.state-None { color: var(--none); } .state-NotChecked { color: var(--unknown); }
.counts .state { border: 1px solid currentColor; border-radius: 99px; padding: .15rem .75rem .15rem .5rem; font-size: .9rem; }

.file {
  background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  padding: clamp(1rem, 4vw, 2rem); margin-block-end: 1.5rem; scroll-margin-block-start: 1rem;
}
.file > * + * { margin-block-start: 1.75rem; }
.file > header { display: flex; gap: 1.5rem; align-items: flex-start; }
.head { min-width: 0; flex: 1; }
.folder { display: block; font: .85rem/1.4 var(--plain); color: var(--soft); margin-block-end: .15rem; }
p.state { font-size: 1.2rem; margin-block: .7rem .3rem; }
.says { max-width: 38rem; }
figure { flex: none; width: 11rem; }
figure img { display: block; width: 100%; max-height: 14rem; object-fit: contain; border-radius: 8px; background: var(--well); border: 1px solid var(--line); }
figcaption { font-size: .8rem; line-height: 1.35; color: var(--soft); margin-block-start: .4rem; }
figure.empty span { display: grid; place-items: center; min-height: 7rem; padding: .75rem; text-align: center; border: 1px dashed var(--line); border-radius: 8px; color: var(--soft); font-size: .875rem; }

.facts { display: grid; }
.facts > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: 1rem; padding-block: .55rem; border-block-start: 1px solid var(--line); }
.facts > div:last-child { border-block-end: 1px solid var(--line); }
dt { color: var(--soft); }
dd { min-width: 0; }
dd small { display: block; }
.label { display: inline-block; border: 1px solid var(--soft); border-radius: 6px; padding: 0 .5rem; font-size: .9rem; font-weight: 600; }

.tree ul ul { margin-inline-start: 1.75rem; padding-inline-start: 1.4rem; }
.tree li { position: relative; }
.tree ul ul > li::before, .tree ul ul > li::after { content: ""; position: absolute; inset-inline-start: -1.4rem; inset-block-start: 0; }
.tree ul ul > li::before { inset-block-end: 0; border-inline-start: 1.5px solid var(--line); }
.tree ul ul > li:last-child::before { inset-block-end: auto; block-size: 2.3rem; }
.tree ul ul > li::after { inset-block-start: 2.3rem; width: 1rem; border-block-start: 1.5px solid var(--line); }
.node { display: flex; gap: 1rem; align-items: flex-start; padding-block: .6rem; }
.node > img, .no-picture { flex: none; width: 3.5rem; height: 3.5rem; object-fit: cover; border-radius: 7px; background: var(--well); border: 1px solid var(--line); }
.no-picture { display: grid; place-items: center; border-style: dashed; font-size: .7rem; text-transform: uppercase; color: var(--soft); }
.about { min-width: 0; flex: 1; }
.relation { color: var(--soft); font-size: .875rem; }
.held { display: flex; gap: .4em; align-items: center; font-size: .9rem; }
.held-invalid { color: var(--invalid); } .held-no-credential { color: var(--none); }
.origin { font-size: .9rem; color: var(--soft); }
.actions { margin-block-start: .3rem; font-size: .9rem; }
.actions li { position: relative; padding-inline-start: 1rem; }
.actions li::before { content: ""; position: absolute; inset-inline-start: .15rem; inset-block-start: .65em; border: .18rem solid var(--soft); border-radius: 50%; }
.more { color: var(--soft); font-size: .9rem; padding-block: .4rem; }

.levels { display: flex; flex-wrap: wrap; gap: .4rem 0; margin-block-end: .9rem; font-size: .9rem; }
.levels li { display: flex; align-items: center; }
.levels li + li::before { content: ""; width: 1.2rem; border-block-start: 1.5px solid var(--soft); margin-inline: .5rem; }
.levels span { border: 1px solid currentColor; border-radius: 6px; padding: 0 .5rem; }
.reached { font-weight: 600; }
.ahead { color: var(--soft); }
.levels .ahead::before { border-block-start-style: dotted; }

.findings { display: grid; gap: .9rem; }
.findings li { display: flex; gap: .7rem; }
.findings li > div { min-width: 0; }
.findings .shape { margin-block-start: .2rem; }
.finding-failed .shape { color: var(--invalid); }
.finding-noted .shape { color: var(--unknown); }
.finding-held .shape { color: var(--soft); }

summary { cursor: pointer; width: fit-content; color: var(--soft); }
summary h3 { display: inline; margin: 0; }
details[open] > summary { margin-block-end: .9rem; }
.urn { border-block-start: 1px solid var(--line); padding-block-start: 1rem; }

footer { margin-block-start: 2.5rem; padding: 0 clamp(0rem, 4vw, 2rem); }
footer h2 { font-size: 1.2rem; margin-block-end: .75rem; }
footer ul { display: grid; gap: .6rem; max-width: 44rem; }
footer li { padding-inline-start: 1.1rem; position: relative; }
footer li::before { content: ""; position: absolute; inset-inline-start: 0; inset-block-start: .6em; width: .5rem; border-block-start: 1.5px solid var(--soft); }

@media (max-width: 36rem) {
  .levels li + li::before { width: .5rem; margin-inline: .3rem; }
  body { padding-inline: .75rem; }
  .file > header { flex-direction: column; gap: 1rem; }
  figure { width: 100%; }
  figure img { width: auto; max-width: 100%; }
  figure.empty { display: none; }
  .facts > div { grid-template-columns: 1fr; gap: 0; }
  .tree ul ul { margin-inline-start: .5rem; padding-inline-start: .9rem; }
  .tree ul ul > li::before, .tree ul ul > li::after { inset-inline-start: -.9rem; }
  .tree ul ul > li::after { width: .6rem; }
  .node > img, .no-picture { width: 2.75rem; height: 2.75rem; }
}
@media (forced-colors: active) {
  .file, .counts .state, .label, figure img { border-color: CanvasText; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --well: #fff; --trusted: #17663f; --valid: #1c5a8c; --invalid: #a3261b; --none: #444; --unknown: #7d5300; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .file { border: 0; border-block-start: 1.5px solid #000; border-radius: 0; padding: 1rem 0; }
  .file > header, .node, .findings li, .facts > div, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  td code { min-width: 0; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
