/**
 * Who ticks which roles and offices. That some tick two roles, and that 24 union representatives hold both offices, is known of the field;
 * who they are is not, and is drawn. Nothing here knows what the report prints of ticks: what is invented can bear no witness.
 */
import type { Responder } from '../data.ts';
import type { SurveyKey } from '../surveys.ts';
import { randomFor, shuffled } from './random.ts';

interface Rule {
	variable: string;
	/** How many of those who answered tick a second one. */
	seats(answered: number): number;
	/** What may be ticked besides what the list says. None of them makes anyone a school owner, which would open other questions. */
	besides: string[];
}

const ROLES: Rule = { variable: 'rolle', seats: (answered) => Math.round(answered * 0.03), besides: ['Skoleleder', 'Lærerorganisasjon', 'PPT', 'Annet'] };
const RULES: Partial<Record<SurveyKey, Rule>> = {
	samarbeidsforum: ROLES,
	nettverk: ROLES,
	tillitsvalgte: { variable: 'verv', seats: () => 24, besides: ['Arbeidsplasstillitsvalgt', 'Hovedtillitsvalgt'] }
};

/**
 * What each of `seats` ticks, in the words of its list, by ref. Depends on which seats there are, not on their order.
 * @param seats those of one survey who answered; one about which the list says nothing ticks nothing
 */
export function ticksOf(survey: SurveyKey, seats: readonly Responder[]): Map<string, string[]> {
	const rule = RULES[survey];
	if (!rule) return new Map();
	const listed = (seat: Responder): string => seat.frame[rule.variable] ?? '';
	const ticks = new Map(seats.map((seat) => [seat.ref, listed(seat) ? [listed(seat)] : []]));
	const order = shuffled(randomFor(survey, 'ticks'), seats.filter((seat) => listed(seat)).toSorted((a, b) => (a.ref < b.ref ? -1 : 1)));
	for (const seat of order.slice(0, rule.seats(seats.length))) {
		const [second] = shuffled(randomFor(survey, 'ticks', seat.ref), rule.besides.filter((other) => other !== listed(seat)));
		if (second) ticks.set(seat.ref, [listed(seat), second]);
	}
	return ticks;
}
