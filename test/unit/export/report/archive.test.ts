import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawReport, toArchive, toDocx } from '#lib/server/export/report/index.ts';
import { sampleReport } from '../../../support/report/resolved.ts';

describe('a report as an archive', () => {
	let file: Uint8Array;
	let files: Record<string, Uint8Array>;
	let manifest: { files: { path: string; bytes: number; sha256: string }[]; contents: { number: string }[]; provenance: unknown };
	beforeAll(async () => {
		file = await toArchive(drawReport(sampleReport('nn', 'plain', 1)));
		files = unzipSync(file);
		manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
	});
	it('holds the report in three forms and each figure as drawing and picture', () => {
		expect(Object.keys(files)).toEqual(['rapport.docx', 'rapport.xlsx', 'rapport.html', 'figurar/figur-03.svg', 'figurar/figur-03.png', 'manifest.json']);
	});
	it('has a manifest with the SHA-256 of every other file, what is in the report and where it comes from', () => {
		expect(manifest.files.map(({ path }) => path)).toEqual(Object.keys(files).filter((path) => path !== 'manifest.json'));
		for (const { path, sha256, bytes } of manifest.files) {
			expect(createHash('sha256').update(files[path] ?? '').digest('hex')).toBe(sha256);
			expect(files[path]).toHaveLength(bytes);
		}
		expect(manifest.contents.map(({ number }) => number)).toEqual(['Tabell 2', 'Tabell 21', 'Tabell 50', 'Figur 3']);
		expect(manifest.provenance).toEqual(sampleReport().provenance);
	});
	it('has pictures of 300 dots to the inch that say what they are', async () => {
		expect(await sharp(files['figurar/figur-03.png']).metadata()).toMatchObject({ format: 'png', density: 300 });
		expect(strFromU8(files['figurar/figur-03.svg'] ?? new Uint8Array())).toContain('Figur 3. Samarbeid i forum og nettverk');
	});
	it('is the same bytes each time, and holds the very Word file that is made by itself', async () => {
		const drawn = drawReport(sampleReport('nn', 'plain', 1));
		expect(Buffer.compare(file, await toArchive(drawn))).toBe(0);
		expect(Buffer.compare(files['rapport.docx'] ?? new Uint8Array(), await toDocx(drawn))).toBe(0);
	});
});
