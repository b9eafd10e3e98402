/** Pieces of SPSS syntax: names, texts, and commands that end as they must and keep within a line's length. */

/** A text within quotes; quotes inside are doubled, and a line end would end the command. */
export const spssText = (text: string): string => `'${text.replaceAll("'", "''").replace(/\s+/g, ' ')}'`;

/** Broken at blanks that are outside quotes: a line of a syntax file may have 256 letters. */
function wrap(text: string, width: number): string[] {
	const words = text.match(/(?:'(?:[^']|'')*'|[^\s'])+/g) ?? [];
	const lines: string[] = [];
	for (const word of words) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

/** One command, its subcommands on lines of their own, indented, with the full stop that ends it. */
export function command(head: string, ...parts: readonly string[]): string {
	const [first = '', ...rest] = parts;
	const whole = first === '' || first.startsWith('/') ? [head, ...parts] : [`${head} ${first}`, ...rest];
	return `${whole.flatMap((part, i) => wrap(part, 110).map((line, j) => (i === 0 && j === 0 ? line : `  ${line}`))).join('\n')}.`;
}

/** Lines that SPSS passes over; each is a comment of its own, since a comment ends at a full stop that ends a line. */
export const comment = (text: string): string => wrap(text.replace(/\s+/g, ' ').replaceAll("'", '’'), 110).map((line) => `* ${line.replace(/\.+$/, '')}.`).join('\n');
