/**
 * A questionnaire as the variables it collects. The document nests blocks, items and rows; everything that stores,
 * routes or exports answers works on the flat list of fields made here.
 */
import type { Block, Category, Condition, Item, MatrixRow, Questionnaire, Text } from './schema.ts';
import { DONT_KNOW, YES_NO } from './words.ts';

/** Which answer column holds the field. */
export type FieldKind = 'code' | 'codes' | 'number' | 'text';

export interface Field {
	key: string;
	kind: FieldKind;
	item: Item;
	row?: MatrixRow;
	block: Block;
	blockIndex: number;
	/** Position among all fields, from 0. */
	order: number;
	/** Of every coded field, also where the item type has its own (yesno 1 and 2, consent 1). */
	categories?: readonly Category[];
	/** The category codes. */
	codes?: ReadonlySet<number>;
	dontKnow: boolean;
	/** The wording of "vet ikke", where it is switched on: the scale's, else the format's own. */
	dontKnowLabel?: Text;
	required: boolean;
	/** The block's, the item's and the row's: all must hold. */
	conditions: readonly Condition[];
}

export interface CompiledItem {
	item: Item;
	/** None for information, one for most, one a row for a matrix. */
	fields: readonly Field[];
}

export interface CompiledBlock {
	key: string;
	index: number;
	block: Block;
	items: readonly CompiledItem[];
	fields: readonly Field[];
}

/** A questionnaire with everything that routing and answers need worked out once. Never changed after it is made. */
export interface Compiled {
	questionnaire: Questionnaire;
	fields: readonly Field[];
	byKey: ReadonlyMap<string, Field>;
	blocks: readonly CompiledBlock[];
	/** Frame variables by name. */
	frame: ReadonlyMap<string, Questionnaire['frame'][number]>;
}

const KINDS: Record<Exclude<Item['type'], 'information'>, FieldKind> = {
	single: 'code', yesno: 'code', consent: 'code', matrix: 'code', multiple: 'codes', integer: 'number', number: 'number',
	short_text: 'text', long_text: 'text', date: 'text', municipality: 'text'
};

function scaleOf(q: Questionnaire, name: string | undefined) {
	return name !== undefined && Object.hasOwn(q.scales, name) ? q.scales[name] : undefined;
}

function categoriesOf(q: Questionnaire, item: Item): readonly Category[] | undefined {
	switch (item.type) {
		case 'single': case 'multiple': return item.categories ?? scaleOf(q, item.scale)?.categories ?? [];
		case 'matrix': return scaleOf(q, item.scale)?.categories ?? [];
		case 'yesno': return YES_NO;
		case 'consent': return [{ code: 1, label: item.label }];
		default: return undefined;
	}
}

function itemFields(q: Questionnaire, block: Block, blockIndex: number, item: Item, order: number): Field[] {
	if (item.type === 'information') return [];
	const categories = categoriesOf(q, item);
	const dontKnow = 'dontKnow' in item && item.dontKnow;
	const shared = {
		kind: KINDS[item.type], item, block, blockIndex, dontKnow,
		required: item.type === 'consent' || item.required,
		...(categories && { categories, codes: new Set(categories.map((c) => c.code)) }),
		...(dontKnow && { dontKnowLabel: ('scale' in item && scaleOf(q, item.scale)?.dontKnow) || DONT_KNOW })
	};
	const conditions = [block.if, item.if].filter((c) => c !== undefined);
	if (item.type !== 'matrix') return [{ ...shared, key: item.key, order, conditions }];
	return item.rows.map((row, i) => ({
		...shared, key: row.key, row, order: order + i, conditions: row.if ? [...conditions, row.if] : conditions
	}));
}

/**
 * Everything worked out from a questionnaire once, for the functions called on every request.
 * The document should have passed `check`; of an unknown scale the categories are none, of duplicate keys the first counts.
 */
export function compile(q: Questionnaire): Compiled {
	const fields: Field[] = [];
	const byKey = new Map<string, Field>();
	const blocks = q.blocks.map((block, index): CompiledBlock => {
		const from = fields.length;
		const items = block.items.map((item): CompiledItem => {
			const own = itemFields(q, block, index, item, fields.length);
			for (const field of own) {
				fields.push(field);
				if (!byKey.has(field.key)) byKey.set(field.key, field);
			}
			return { item, fields: own };
		});
		return { key: block.key, index, block, items, fields: fields.slice(from) };
	});
	return { questionnaire: q, fields, byKey, blocks, frame: new Map(q.frame.map((f) => [f.name, f])) };
}

/** The fields in the order asked: matrix rows one by one, information none. */
export const fieldsOf = (q: Questionnaire): Field[] => [...compile(q).fields];
