/** XML without comments and the like, as trees: enough for what is written here. Faults in nesting and escaping are thrown. */
export interface Xml { name: string; attributes: Record<string, string>; children: Xml[]; text: string }

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r', '#10': '\n', '#9': '\t' };
const decoded = (text: string): string => text.replace(/&([^;]*);?/g, (_, name: string) => {
	const found = ENTITIES[name];
	if (found === undefined) throw new Error(`&${name}`);
	return found;
});

export function readXml(document: string): Xml {
	const root: Xml = { name: '', attributes: {}, children: [], text: '' };
	const open = [root];
	const top = (): Xml => open.at(-1) ?? root;
	if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(document)) throw new Error('a character that XML has not');
	for (const [, declaration, closing, name, attributes, empty, text] of document.matchAll(/(<\?[^>]*\?>)|<(\/)?([\w:]+)((?:\s[\w:]+="[^"<]*")*)\s*(\/)?>|([^<]+|<)/g)) {
		if (declaration) continue;
		if (text !== undefined) {
			if (text === '<') throw new Error('a < that begins nothing');
			top().text += decoded(text);
		} else if (closing) {
			if (open.pop()?.name !== name) throw new Error(`</${name}> closes another`);
		} else {
			const made: Xml = { name: name ?? '', attributes: Object.fromEntries([...(attributes ?? '').matchAll(/([\w:]+)="([^"]*)"/g)].map(([, k, v]) => [k, decoded(v ?? '')])), children: [], text: '' };
			top().children.push(made);
			if (!empty) open.push(made);
		}
	}
	if (open.length !== 1 || root.children.length !== 1) throw new Error('not one element');
	return root.children[0] ?? root;
}
