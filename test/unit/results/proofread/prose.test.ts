import { describe, expect, it } from 'vitest';
import { proofread } from '#lib/server/results/proofread/proofread.ts';
import { readPasted } from '#lib/server/results/proofread/paste.ts';

const findings = (text: string) => proofread(readPasted(text)).findings;
const checked = (text: string) => proofread(readPasted(text)).textChecks;

describe('a share in the text', () => {
	it.each(['38 prosent (29 av 77) er enige.', '29 av 77 (38 %) er enige.', '29 av 77, eller 37,7 prosent, er enige.', 'Of these, 38 percent (29 of 77) agree.', 'Om lag 50,3 % (1 362 av 2 706).'])('that its counts give is right: %s', (text) => {
		expect(checked(text)).toBe(1);
		expect(findings(text)).toEqual([]);
	});
	it('that its counts do not give is told of, with the one that they give', () => {
		expect(findings('I alt svarte 39 prosent (29 av 77).')).toMatchObject([{ table: '', check: 'text_share', verdict: 'inconsistent', printed: '39 prosent (29 av 77', instead: { values: [38] }, sure: 'proof_sure_counts' }]);
		expect(findings('I alt svarte 110 prosent (85 av 77).')).toMatchObject([{ sure: 'proof_sure_more_than_all' }]);
	});
	it('of other kinds is left alone', () => {
		expect(checked('En økning på 5 prosentpoeng (fra 33 til 38). 12 av 15 kommuner. I 2021 (29 av 77).')).toBe(0);
	});
});

describe('a test in the text', () => {
	it.each([
		'Nettverk skårer høyere (t(187,3) = 5,12; p < 0,001).', 'Welch t(98) = 2,10, p = 0,038.', 'F(2, 97) = 3,20; p = 0,045', 'χ²(6) = 16,36, p = 0,012', 'χ² = 16,36, df = 6, p = 0,012, eksakt p = 0,008', 'z = 1.96, p = .050', 'r(78) = −0,31, p = 0,005'
	])('whose p follows is right: %s', (text) => {
		expect(checked(text)).toBe(1);
		expect(findings(text)).toEqual([]);
	});
	it('whose p is another is told of, with the p that follows', () => {
		const [found] = findings('Forskjellen er liten (t(98) = 2,10, p = 0,38).');
		expect(found).toMatchObject({ check: 'text_test', verdict: 'inconsistent', sure: 'proof_sure_p_decision', instead: { kind: 'between', what: 'p' } });
		expect(found!.instead.values[0]).toBeGreaterThan(0.036);
		expect(found!.instead.values[1]).toBeLessThan(0.04);
	});
	it('whose p is half may have been one-sided, and is told of as that', () => {
		expect(findings('t(98) = 2,10, p = 0,019')).toMatchObject([{ verdict: 'undecidable', sure: 'proof_sure_one_sided' }]);
	});
});

describe('a percentage that the text takes from a table', () => {
	const table = 'Tabell 21. Samarbeid. Prosent\n\tSmå\tStore\nMindre godt\t11\t14\nGodt\t33\t32\nSvært godt\t56\t55\nN\t18\t22\n\n';
	it('stands there, or is the sum of neighbours there', () => {
		expect(findings(`${table}Tabell 21 viser at 56 prosent av de små svarer svært godt, og 89 prosent godt eller svært godt.`)).toEqual([]);
	});
	it('and does not stand there is told of as what cannot be decided', () => {
		expect(findings(`${table}Tabell 21 viser at 65 prosent av de små svarer svært godt.`)).toMatchObject([{ table: '21', check: 'text_table', verdict: 'undecidable', number: '65 prosent', sure: 'proofread_not_in_table' }]);
	});
	it('is left alone where the sentence names no table, or two', () => {
		expect(findings(`${table}Om lag 65 prosent er fornøyde. Tabell 21 og tabell 22 viser at 65 prosent er det.`)).toEqual([]);
	});
});
