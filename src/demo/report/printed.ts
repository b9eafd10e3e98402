/** The printed figures of Tables 16 to 50, and which items each index is made of. */
import * as v from 'valibot';
import items from '../evaluation-2021/items.json' with { type: 'json' };
import figures from '../evaluation-2021/published.json' with { type: 'json' };

const Numbers = v.array(v.number());
const Crosstab = v.object({
	table: v.number(), index: v.string(), by: v.string(), percent: v.array(Numbers), n_columns: Numbers, n_rows: Numbers, flagged_significant_at: v.nullable(v.number()), means: Numbers, mean_total: v.number()
});
const Published = v.object({
	recodes: v.record(v.string(), v.object({ upper: Numbers, labels: v.optional(v.array(v.string())), n: v.optional(Numbers) })),
	index_bands: v.record(v.string(), v.object({ cut: Numbers, labels: v.array(v.string()) })),
	crosstabs: v.array(Crosstab),
	correlations: v.object({ columns: v.array(v.string()), r_and_p: v.record(v.string(), v.array(v.tuple([v.number(), v.number()]))) })
});
export type PrintedCrosstab = v.InferOutput<typeof Crosstab>;
export type Published = v.InferOutput<typeof Published>;

export const published: Published = v.parse(Published, figures);

const Items = v.object({
	blocks: v.array(v.object({ items: v.array(v.object({ key: v.string(), reversed: v.optional(v.boolean()) })) })),
	indexes: v.array(v.object({ id: v.string(), items: v.array(v.string()) }))
});
const inventory = v.parse(Items, items);

export const reversedItems: ReadonlySet<string> = new Set(inventory.blocks.flatMap((block) => block.items.filter((item) => item.reversed === true).map((item) => item.key)));

/** @throws when the inventory has no such index */
export function indexItems(key: string): readonly string[] {
	const found = inventory.indexes.find((one) => one.id === key);
	if (!found) throw new Error(`The inventory has no index ${key}`);
	return found.items;
}
