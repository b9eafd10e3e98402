/** Figures to draw: as the 2021 report has them, and the hard ones. */
import type { Figure, Point } from '../../../src/lib/domain/figure/types.ts';

type Of<K extends Figure['kind']> = Extract<Figure, { kind: K }>;
type Grouped = Of<'bars' | 'dots'>;
const common = { title: 'Vurdering av samarbeidet', notes: ['n = 33–86. Kilde: egen undersøkelse.'], locale: 'nb' as const };

export const STATEMENTS = [
	'Vi har et godt samarbeid mellom partene i forumet', 'Rollene til partene er tydelig avklart', 'Kommunenes behov er utgangspunktet for tiltakene', 'Universiteter og høyskoler har den kapasiteten som trengs',
	'Midlene fordeles på en rettferdig måte', 'Ordningen bidrar til bedre praksis i skoler og barnehager', 'Vi kommer fram til enighet', 'Arbeidet er forankret hos skoleeier'
];
const point = (value: number, sd: number, n: number): Point => ({ value, low: value - sd, high: value + sd, n });

export const bars = (change: Partial<Grouped> = {}): Grouped => ({
	...common, kind: 'bars', labels: STATEMENTS, horizontal: true, interval: 'sd', axis: { label: 'Gjennomsnitt (1 = helt uenig, 5 = helt enig)', min: 1, max: 5, decimals: 2 },
	series: [
		{ label: 'Samarbeidsforum', points: [3.56, 3.1, 3.9, 3.42, 3.25, 3.8, 3.7, 2.95].map((v) => point(v, 0.9, 86)) },
		{ label: 'Nettverk', points: [4.16, 3.44, 3.71, 3.6, 3.5, 3.92, 3.99, 3.4].map((v) => point(v, 0.7, 33)) }
	], ...change
});

export const dots = (change: Partial<Grouped> = {}): Grouped => ({
	...bars(), kind: 'dots', interval: 'ci', series: bars().series.map((s, i) => ({ ...s, points: s.points.map((p) => ({ ...p, low: p.value! - 0.2 - i / 10, high: p.value! + 0.2 + i / 10 })) })), ...change
});

export const likert = (change: Partial<Of<'likert'>> = {}): Of<'likert'> => ({
	...common, kind: 'likert', labels: STATEMENTS.slice(0, 6), categories: ['Helt uenig', 'Litt uenig', 'Verken enig eller uenig', 'Litt enig', 'Helt enig'], centred: false,
	shares: [[0.02, 0.08, 0.2, 0.4, 0.3], [0.1, 0.2, 0.3, 0.25, 0.15], [0, 0.05, 0.15, 0.4, 0.4], [0.25, 0.25, 0.2, 0.2, 0.1], [0.05, 0.15, 0.4, 0.3, 0.1], [0.03, 0.07, 0.1, 0.45, 0.35]], n: [86, 85, 86, 84, 80, 86], ...change
});

export const histogram = (change: Partial<Of<'histogram'>> = {}): Of<'histogram'> => ({
	...common, title: 'Folketall i kommunene', kind: 'histogram', edges: [0, 5000, 10000, 15000, 20000, 25000, 30000, 35000, 40000], counts: [34, 22, 12, 8, 4, 0, 3, 1], axis: { label: 'Innbyggere', decimals: 0 },
	marks: [{ at: 3000, label: 'Liten' }, { at: 5200, label: 'Middels' }, { at: 15000, label: 'Stor' }], ...change
});

export const scatter = (change: Partial<Of<'scatter'>> = {}): Of<'scatter'> => ({
	...common, title: 'Tilfredshet og innbyggertall', kind: 'scatter', points: Array.from({ length: 86 }, (_, i): [number, number] => [2 + ((i * 37) % 80) / 4, 2.2 + ((i * 53) % 23) / 12 + i / 120]),
	x: { label: 'Innbyggere (1000)', decimals: 0 }, y: { label: 'Indeks for samarbeid', min: 1, max: 5, decimals: 1 },
	fit: { intercept: 3.1, slope: 0.031, band: Array.from({ length: 21 }, (_, i): [number, number, number] => [2 + i, 3.1 + 0.031 * (2 + i) - 0.15 - Math.abs(i - 10) / 80, 3.1 + 0.031 * (2 + i) + 0.15 + Math.abs(i - 10) / 80]) }, ...change
});

const response = (last: number, rate: number): [number, number][] => Array.from({ length: 27 }, (_, d) => [d, last * (1 - Math.exp(-d / rate))]);
export const curve = (change: Partial<Of<'curve'>> = {}): Of<'curve'> => ({
	...common, title: 'Svarprosent etter dag', kind: 'curve', x: { label: 'Dager siden utsending', decimals: 0 }, y: { label: 'Andel som har svart', decimals: 0, percent: true },
	series: [
		{ label: 'Samarbeidsforum', points: response(0.55, 7), band: Array.from({ length: 8 }, (_, i): [number, number, number] => [26 + i, 0.53 - i / 200, 0.545 + i / 90]) },
		{ label: 'Nettverk', points: response(0.42, 9) }, { label: 'UH-ansatte', points: response(0.35, 5) }
	], marks: [{ at: 0, label: 'Invitasjon' }, { at: 6, label: '1. purring' }, { at: 12, label: '2. purring' }, { at: 18, label: '3. purring' }], ...change
});

export const tiles = (change: Partial<Of<'tiles'>> = {}): Of<'tiles'> => ({
	...common, title: 'Svarprosent i fylkene', kind: 'tiles', axis: { label: 'Andel som har svart', decimals: 1, percent: true },
	values: [['03', 0.61], ['11', 0.52], ['15', 0.44], ['18', 0.58], ['31', 0.39], ['32', 0.47], ['33', 0.5], ['34', 0.66], ['39', null], ['40', 0.55], ['42', 0.49], ['46', 0.63], ['50', 0.7], ['55', 0.41], ['56', null]]
		.map(([code, value]) => ({ code: code as string, value: value as number | null, ...(value === null && { missing: 'suppressed' as const }) })), ...change
});
export const OLD_COUNTIES = ['03', '11', '15', '18', '30', '34', '38', '42', '46', '50', '54'];

/** One of each kind. */
export const EACH: readonly Figure[] = [bars(), dots(), likert(), histogram(), scatter(), curve(), tiles()];
