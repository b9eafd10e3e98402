/**
 * Who ticks which roles and offices. The report says that some tick two and prints how many ticked each (Tables 9 and 15), not
 * who. So the seats that deviate from their population list are drawn here, as many as it takes to give the printed columns.
 */
import type { Responder } from '../data.ts';
import type { SurveyKey } from '../surveys.ts';
import { randomFor, shuffled } from './random.ts';

interface Deviation {
	/** What the list says. */
	listed: string;
	/** What the respondent ticks instead, as the list would say it; none is "not answered". */
	ticks: string[];
	seats: number;
}
interface Rule { item: string; variable: string; deviations: Deviation[] }

const PRIVATE_OWNER = 'Privat-/friskoleeier';
const COUNTY_OWNER = 'Fylkeskommunal skoleeier';
const MUNICIPAL_OWNER = 'Kommunal skoleeier';
const WORKPLACE = 'Arbeidsplasstillitsvalgt';
const MAIN = 'Hovedtillitsvalgt';

export const RULES: Partial<Record<SurveyKey, Rule>> = {
	/** From 153 seats to 157 ticks. */
	samarbeidsforum: {
		item: 'role', variable: 'rolle',
		deviations: [
			{ listed: 'UH', ticks: ['Annet'], seats: 2 },
			{ listed: 'Statsforvalter', ticks: ['Annet'], seats: 1 },
			{ listed: 'PPT', ticks: ['PPT', COUNTY_OWNER], seats: 1 },
			{ listed: 'Barnehage/PBL', ticks: [PRIVATE_OWNER, 'Barnehage/PBL'], seats: 1 },
			{ listed: 'Skoleleder', ticks: ['Skoleleder', 'Lærerorganisasjon'], seats: 1 },
			{ listed: MUNICIPAL_OWNER, ticks: [MUNICIPAL_OWNER, 'Annet'], seats: 1 }
		]
	},
	/** No printed column: a handful, so that the case is there. */
	nettverk: {
		item: 'role', variable: 'rolle',
		deviations: [
			{ listed: MUNICIPAL_OWNER, ticks: [MUNICIPAL_OWNER, 'PPT'], seats: 2 },
			{ listed: MUNICIPAL_OWNER, ticks: [MUNICIPAL_OWNER, 'Annet'], seats: 3 },
			{ listed: PRIVATE_OWNER, ticks: [PRIVATE_OWNER, 'Skoleleder'], seats: 2 },
			{ listed: 'Skoleleder', ticks: ['Skoleleder', 'Lærerorganisasjon'], seats: 1 }
		]
	},
	/** From 713 seats to 734 ticks: 24 hold both offices, and three leave the question open. */
	tillitsvalgte: {
		item: 'office', variable: 'verv',
		deviations: [
			{ listed: MAIN, ticks: [WORKPLACE, MAIN], seats: 14 },
			{ listed: WORKPLACE, ticks: [WORKPLACE, MAIN], seats: 10 },
			{ listed: WORKPLACE, ticks: [], seats: 2 },
			{ listed: MAIN, ticks: [], seats: 1 }
		]
	}
};

/**
 * What each of `seats` ticks, in the words of its list, by ref.
 * @param seats those of one survey who answered
 * @throws when the seats are fewer than the deviations need
 */
export function ticksOf(survey: SurveyKey, seats: readonly Responder[]): Map<string, string[]> {
	const rule = RULES[survey];
	if (!rule) return new Map();
	const listed = (seat: Responder): string => seat.frame[rule.variable] ?? '';
	const ticks = new Map(seats.map((seat) => [seat.ref, listed(seat) ? [listed(seat)] : []]));
	const order = shuffled(randomFor(survey, 'ticks'), seats.filter((seat) => listed(seat)).toSorted((a, b) => (a.ref < b.ref ? -1 : 1)));
	for (const deviation of rule.deviations) {
		for (let i = 0; i < deviation.seats; i++) {
			const at = order.findIndex((seat) => listed(seat) === deviation.listed);
			const [seat] = at < 0 ? [] : order.splice(at, 1);
			if (!seat) throw new Error(`Too few of ${survey} are listed as ${deviation.listed}`);
			ticks.set(seat.ref, deviation.ticks);
		}
	}
	return ticks;
}
