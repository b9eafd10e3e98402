/**
 * The places of a document that carry conditions or texts, with where they stand among the fields.
 */
import type { Compiled, Field } from '../fields.ts';
import type { Condition, Text } from '../schema.ts';
import { step } from './fault.ts';

/** Something with an `if` of its own. */
export interface Gate {
	/** Of the block, item or row. */
	path: string;
	key: string;
	kind: 'block' | 'item';
	condition: Condition;
	/** The gate around it, if that has a condition. */
	outer: Gate | undefined;
	/** How many fields come before: only those may be referred to. */
	position: number;
	governs: readonly Field[];
}

/** Every condition of the document, outer before inner. */
export function gatesOf(c: Compiled): Gate[] {
	const gates: Gate[] = [];
	let position = 0;
	const gate = (g: Omit<Gate, 'condition'>, condition: Condition | undefined): Gate | undefined => {
		if (!condition) return g.outer;
		const made = { ...g, condition };
		gates.push(made);
		return made;
	};
	for (const { block, index, items, fields } of c.blocks) {
		const path = `/blocks/${index}`;
		const around = gate({ path, key: block.key, kind: 'block', outer: undefined, position, governs: fields }, block.if);
		for (const [i, { item, fields: own }] of items.entries()) {
			const at = `${path}/items/${i}`;
			const inner = gate({ path: at, key: item.key, kind: 'item', outer: around, position, governs: own }, item.if);
			for (const [r, field] of own.entries()) {
				if (field.row) gate({ path: `${at}/rows/${r}`, key: field.key, kind: 'item', outer: inner, position: position + r, governs: [field] }, field.row.if);
			}
			position += own.length;
		}
	}
	return gates;
}

export interface Place {
	path: string;
	text: Text;
	/** How many fields come before; undefined where nothing may be piped in. */
	position: number | undefined;
}

type Found = [path: string, text: Text | undefined];

const labels = (path: string, categories: readonly { label: Text }[] | undefined): Found[] =>
	(categories ?? []).map((c, i): Found => [`${path}/categories/${i}/label`, c.label]);

/** Before how many fields each scale is first used. A scale that is not used may pipe in anything. */
function firstUses(c: Compiled): Map<string, number> {
	const uses = new Map<string, number>();
	for (const { item, order } of c.fields) if ('scale' in item && item.scale !== undefined && !uses.has(item.scale)) uses.set(item.scale, order);
	return uses;
}

function itemPlaces(c: Compiled, at: (position: number | undefined, ...found: Found[]) => void): void {
	let position = 0;
	for (const { block, index, items } of c.blocks) {
		const path = `/blocks/${index}`;
		at(position, [`${path}/title`, block.title], [`${path}/intro`, block.intro]);
		for (const [i, { item, fields }] of items.entries()) {
			const own = `${path}/items/${i}`;
			at(position, [`${own}/text`, item.text], [`${own}/help`, item.help]);
			if (item.type === 'consent') at(position, [`${own}/label`, item.label]);
			if ('unit' in item) at(position, [`${own}/unit`, item.unit]);
			if ('categories' in item) at(position, ...labels(own, item.categories));
			if (item.type === 'matrix') for (const [r, row] of item.rows.entries()) at(position + r, [`${own}/rows/${r}/text`, row.text]);
			position += fields.length;
		}
	}
}

/** Every text of the document. */
export function placesOf(c: Compiled): Place[] {
	const q = c.questionnaire;
	const places: Place[] = [];
	const at = (position: number | undefined, ...found: Found[]) => {
		for (const [path, text] of found) if (text) places.push({ path, text, position });
	};
	at(0, ['/title', q.title], ...Object.entries(q.study).map(([name, text]): Found => [`/study/${name}`, text]));
	for (const [i, variable] of q.frame.entries()) at(undefined, [`/frame/${i}/label`, variable.label], ...labels(`/frame/${i}`, variable.categories));
	const uses = firstUses(c);
	for (const [name, scale] of Object.entries(q.scales)) {
		const path = `/scales${step(name)}`;
		at(uses.get(name) ?? Infinity, ...labels(path, scale.categories), [`${path}/dontKnow`, scale.dontKnow]);
	}
	itemPlaces(c, at);
	at(Infinity, ['/thanks', q.thanks]);
	return places;
}
