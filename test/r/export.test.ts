/** The R script that goes with the CSV, run by real R. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MISSING } from '#lib/domain/dataset/types.ts';
import { toCsv } from '#lib/server/export/data/csv.ts';
import { toRScript } from '#lib/server/export/data/r.ts';
import { startR, type R } from '#lib/server/results/r-check/webr.ts';
import { buildDataset, missing } from '../support/dataset/build.ts';

let r: R;
beforeAll(async () => { r = await startR(); }, 120_000);
afterAll(() => r.close());

const gone = MISSING.map(missing);
const dataset = buildDataset([
	{ name: 'enig', type: 'categorical', label: 'Enig «æøå»?', question: 'Er du "enig"?\nSi det.', measure: 'ordinal', categories: [['1', 'Uenig'], ['2', 'Både og'], ['3', 'Både og']], cells: ['3', '1', ...gone] },
	{ name: 'if', type: 'categorical', categories: [['Agder', 'Agder'], ['Møre, "R"', 'Møre\\Romsdal']], cells: ['Møre, "R"', 'Agder', ...gone] },
	{ name: 'tall', type: 'numeric', cells: [0.1, -1234.5678, ...gone] },
	{ name: 'mening', type: 'text', cells: ['blåbær, "og"\nmelk 𝄞', 'NA', ...gone] }
]);

async function printed(code: string): Promise<string[]> {
	const script = new TextDecoder().decode(toRScript(dataset, 'nb', 'data.csv'));
	const { lines, stopped } = await r.run(`${script}\n${code}`, { 'data.csv': Buffer.concat([...toCsv(dataset)]).toString('utf8') });
	expect(stopped).toBeNull();
	return lines;
}

describe('The R script of an export', () => {
	it('makes factors with labels in their order, ordered where the measure is', async () => {
		expect(await printed('cat(class(data$enig), levels(data$enig), as.integer(data$enig), sep = "|")')).toEqual(['ordered|factor|Uenig|Både og [2]|Både og [3]|3|1|NA|NA|NA|NA']);
		expect(await printed('cat(class(data[["if"]]), levels(data[["if"]]), as.character(data[["if"]])[1:2], sep = "|")')).toEqual(['factor|Agder|Møre\\Romsdal|Møre\\Romsdal|Agder']);
	});

	it('keeps numbers, texts, labels, questions and values', async () => {
		expect(await printed('cat(sprintf("%.17g", data$tall[1:2]), sep = "|")')).toEqual(['0.10000000000000001|-1234.5678']);
		expect(await printed('cat(identical(data$mening[1], "blåbær, \\"og\\"\\nmelk \\U1D11E"), data$mening[2], sum(is.na(data$mening)))')).toEqual(['TRUE NA 4']);
		expect(await printed('cat(attr(data$enig, "label"), gsub("\\n", "/", attr(data$enig, "question")), attr(data[["if"]], "values"), sep = "|")')).toEqual(['Enig «æøå»?|Er du "enig"?/Si det.|Agder|Møre, "R"']);
	});

	it('says beside the data which kind of missing each cell is', async () => {
		for (const name of ['enig', 'if', 'tall', 'mening']) expect(await printed(`cat(as.character(missing[["${name}"]]), sep = "|")`)).toEqual([['NA', 'NA', ...MISSING].join('|')]);
		expect(await printed('cat(dim(data), dim(missing), levels(missing$enig))')).toEqual([`6 4 6 4 ${MISSING.join(' ')}`]);
	});
});
