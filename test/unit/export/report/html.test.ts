import { describe, expect, it } from 'vitest';
import { drawReport, toHtml } from '#lib/server/export/report/index.ts';
import { sampleReport } from '../../../support/report/resolved.ts';

const page = (...of: Parameters<typeof sampleReport>) => toHtml(drawReport(sampleReport(...of)));

describe('a report as HTML', () => {
	const text = page();
	it('is one file without script or anything fetched', () => {
		expect(text).not.toMatch(/<script|<link|<iframe|\bsrc=|@import|url\(|\son\w+=|\sstyle=/i);
		expect(text.match(/https?:\/\/[^"' <]*/g)?.filter((address) => address !== 'http://www.w3.org/2000/svg') ?? []).toEqual([]);
	});
	it('says its language and title', () => {
		expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="nb-NO">[\s\S]*<title>Evaluering av lokal kompetanseutvikling<\/title>/);
		expect(page('nn', 'plain', 1)).toContain('<html lang="nn-NO">');
		expect(page('en', 'apa', 1)).toContain('<html lang="en-GB">');
	});
	it('has tables with a caption and a scope on every head', () => {
		const tables = text.match(/<table>[\s\S]*?<\/table>/g) ?? [];
		expect(tables).toHaveLength(6);
		for (const table of tables) {
			expect(table).toMatch(/^<table><caption>/);
			expect(table.match(/<th /g)?.length).toBe(table.match(/<th scope="(?:col|colgroup|row|rowgroup)"/g)?.length);
		}
		expect(tables[1]).toContain('<th scope="colgroup" class="group" colspan="4">population_2020</th>');
		expect(tables[1]).toContain('<th scope="col" class="words" rowspan="2">samarbeid</th>');
		expect(tables[0]).toContain('<th scope="rowgroup" colspan="14">Møre og Romsdal</th>');
	});
	it('has links that lead somewhere, and no name twice', () => {
		const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
		expect(new Set(ids).size).toBe(ids.length);
		for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
		expect(text).toMatch(/<a href="#table-\d+">Tabell 21<\/a>/);
	});
	it('has figures inside it, with their numbers as a table', () => {
		expect(text).toMatch(/<figure id="figure-\d+"><svg [\s\S]*<\/svg><figcaption class="below"><strong>Figur 3\.<\/strong>/);
		expect(text).toContain('<details><summary>Tallene i figuren</summary>');
	});
	it('escapes every text', () => {
		const report = sampleReport();
		const odd = `<img src=x onerror="alert('1')"> & \u0007`;
		const made = toHtml(drawReport({
			...report, title: odd, subtitle: odd, provenance: [{ label: odd, value: odd }],
			blocks: report.blocks.map((block) => (block.kind === 'table' ? { ...block, caption: odd, notes: [odd], table: { ...block.table, rowHeading: odd, columns: block.table.columns.map((column) => ({ ...column, label: odd, group: odd })) } }
				: block.kind === 'paragraph' ? { ...block, runs: [{ text: odd, bold: true, italic: true }] } : block.kind === 'figure' ? { ...block, caption: odd } : block.kind === 'heading' ? { ...block, text: odd } : block.kind === 'list' ? { ...block, title: odd } : block))
		}));
		expect(made).not.toContain('<img');
		expect(made).not.toContain('\u0007');
		expect(made).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp;');
	});
	it('is the same text each time', () => {
		expect(page('nb', 'apa', 3)).toBe(page('nb', 'apa', 3));
	});
});
