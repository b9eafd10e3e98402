/** The style sheet of a report in HTML, for screen and print, by the same measures as Word's. */
import type { Look } from '../look.ts';

const FALLBACK: Record<string, string> = { 'Times New Roman': "'Liberation Serif', serif", Arial: "'Liberation Sans', Helvetica, sans-serif", Calibri: "Carlito, 'Segoe UI', sans-serif" };

export function styleSheet(look: Look): string {
	const font = (name: string) => `'${name}', ${FALLBACK[name] ?? 'sans-serif'}`;
	// a screen is read from farther away than paper
	const em = (points: number) => `${Math.round((points / look.size) * 1000) / 1000}rem`;
	const ink = `#${look.ink}`;
	return `
:root { font: 100%/${look.lines} ${font(look.body)}; color: #1b1f22; background: #fff; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 46rem; }
h1, h2, h3, h4, .title { font-family: ${font(look.headings)}; color: ${ink}; line-height: 1.2; }
h1 { font-size: ${em(look.size * 2)}; margin: 0 0 .4em; }
h2 { font-size: ${em(look.size * 1.6)}; margin: 2em 0 .6em; }
h3 { font-size: ${em(look.size * 1.25)}; margin: 1.8em 0 .5em; }
h4 { font-size: ${em(look.size * 1.1)}; margin: 1.5em 0 .4em; }
.subtitle { font-size: ${em(look.size * 1.2)}; color: #44525a; margin: 0 0 2em; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav ol ol { padding-left: 1.5em; }
nav li { margin: .25em 0; }
nav a { color: inherit; }
a { color: #0b5fa5; }
blockquote { margin: 1em 1.5em; font-style: italic; }
mark { background: #ffe9a8; color: inherit; }
figure { margin: 2em 0; }
figure svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: 2em 0 0; }
.scroll:focus-visible { outline: 3px solid #0b5fa5; outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; font-size: ${em(look.tableSize * 1.05)}; line-height: 1.3; border-bottom: 1.5px solid ${ink}; }
caption, figcaption { text-align: left; font-family: ${font(look.headings)}; font-size: ${em(look.tableSize * 1.1)}; color: ${ink}; padding: 0 0 .5em; line-height: 1.35; }
figcaption.below { padding: .6em 0 0; }
.title { ${look.caption === 'two_lines' ? 'display: block; font-style: italic;' : ''} }
th, td { padding: .28em .55em; vertical-align: bottom; font-weight: normal; text-align: left; }
thead { border-top: 1.5px solid ${ink}; border-bottom: 1px solid ${ink}; color: ${ink}; font-family: ${font(look.headings)};${look.headFill ? ` background: #${look.headFill};` : ''} }
thead th { ${look.caption === 'two_lines' ? '' : 'font-weight: bold;'} }
thead th.group { text-align: center; border-bottom: 1px solid ${ink}; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
tbody th { min-width: 9em; }
td.number { white-space: nowrap; }
td.words { vertical-align: top; min-width: 9em; }
.faint { color: #5b6870; }
${look.rowLines ? 'tbody tr + tr, tbody + tbody tr { border-top: 1px solid #d5dbdf; }' : ''}
tbody tr.total { border-top: 1px solid ${ink}; }
tr.total th, tr.total td { font-weight: bold; }
tr.rows th { font-weight: bold; padding-top: .8em; }
.notes { font-size: ${em(look.noteSize * 1.05)}; margin: .6em 0 2em; line-height: 1.4; }
.notes p { margin: .15em 0; }
details { margin: .5em 0 2em; font-size: ${em(look.noteSize * 1.05)}; }
summary { cursor: pointer; }
.checked { border-left: 4px solid #2f6b4f; padding-left: 1em; }
.checked.differs { border-color: #b3261e; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; font-size: ${em(look.noteSize * 1.1)}; }
dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5em; } }
@media print {
	@page { size: A4; margin: 2.5cm; }
	:root { font-size: ${look.size}pt; } body { max-width: none; padding: 0; }
	a { color: inherit; text-decoration: none; } details { display: none; }
	.scroll { overflow: visible; } thead { display: table-header-group; } tr, figure { break-inside: avoid; }
	h2, h3, h4, caption { break-after: avoid; } .break { break-before: page; }
}
`;
}
