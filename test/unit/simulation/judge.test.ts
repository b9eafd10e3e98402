import { describe, expect, it } from 'vitest';
import type { Act, Delivery, Evidence, Killed } from '../../fault/fieldwork/evidence.ts';
import { judge, passed } from '../../fault/fieldwork/judge.ts';

const delivery = (seat: string, mailing: number, begun: number, more: Partial<Delivery> = {}): Delivery => ({ seat, mailing, to: `${seat}@example.org`, begun, at: begun + 5, outcome: 'accepted', ...more });
const killed = (from: number, until: number, sends = true): Killed => ({ from, until, sends });
const act = (kind: Act['kind'], seat: string, from: number, more: Partial<Act> = {}): Act => ({ kind, seat, from, at: from + 10, ...more });

/** Six seats, an invitation from 1000 to 1105 and a reminder from 5000; everything as it should be. */
const sound = (): Evidence => ({
	seats: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
	deliveries: [
		delivery('a', 0, 1000), delivery('b', 0, 1010), delivery('c', 0, 1020), delivery('d', 0, 1030, { outcome: 'kept' }), delivery('e', 0, 1040), delivery('f', 0, 1050, { outcome: 'refused' }), delivery('g', 0, 1100),
		delivery('a', 1, 5000), delivery('g', 1, 5010, { to: 'new@example.org' })
	],
	acts: [
		act('submitted', 'b', 2000), act('opted_out', 'c', 2000), act('left', 'e', 2000), act('replaced', 'g', 2500, { address: 'g@example.org' }),
		act('bounced', 'd', 2600)
	],
	sendings: [{ mailing: 0, from: 1000, until: 1105 }, { mailing: 1, from: 5000, until: 5015 }],
	doubted: new Set(['d']), uncertain: [{ seat: 'd', mailing: 0 }], failed: [{ seat: 'f', mailing: 0 }],
	kills: [killed(1060, 1160), killed(1300, 1500)], samples: [{ at: 1500, source: 'page', sum: 7, atLeast: 7, atMost: 7, contradictions: 0 }],
	answers: { acknowledged: 3, lost: [] }, faults: [], toleranceMs: 2
});
const broken = (e: Evidence) => judge(e).filter((v) => v.broken.length > 0).map((v) => v.rule);
const withMore = (deliveries: Delivery[], acts: Act[] = []): Evidence => ({ ...sound(), deliveries: [...sound().deliveries, ...deliveries], acts: [...sound().acts, ...acts] });

describe('the judge of a fieldwork', () => {
	it('finds nothing wrong with a sound one, and had something to check for every rule', () => {
		expect(broken(sound())).toEqual([]);
		expect(passed(judge(sound()))).toBe(true);
		const unchecked = judge({ ...sound(), deliveries: [...sound().deliveries, delivery('d', 1, 5005, { outcome: 'lost' })], acts: sound().acts.filter((a) => a.kind !== 'bounced'), uncertain: [{ seat: 'd', mailing: 0 }, { seat: 'd', mailing: 1 }] });
		expect(unchecked.filter((v) => v.checked === 0).map((v) => v.rule)).toEqual(['nobody whose address was known to be dead was sent to']);
	});
	it('sees a mailing that came twice, also where the sender never heard of the first', () => {
		expect(broken(withMore([delivery('a', 1, 5100)]))).toEqual(['no seat had a mailing twice']);
		expect(broken(withMore([delivery('d', 0, 1090)]))).toContain('no seat had a mailing twice');
		expect(broken(withMore([delivery('a', 1, 5100, { outcome: 'lost' })]))).not.toContain('no seat had a mailing twice');
	});
	it('sees that a mailing never came, unless a person is shown why', () => {
		const e = { ...sound(), deliveries: sound().deliveries.filter((d) => !(d.seat === 'a' && d.mailing === 1)) };
		expect(broken(e)).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
		expect(broken({ ...e, uncertain: [...e.uncertain, { seat: 'a', mailing: 1 }] })).toEqual([]);
		expect(broken({ ...e, failed: [...e.failed, { seat: 'a', mailing: 1 }] })).toHaveLength(1);
		expect(broken({ ...e, failed: [...e.failed, { seat: 'a', mailing: 1 }], deliveries: [...e.deliveries, delivery('a', 1, 5000, { outcome: 'deferred' })] })).toEqual([]);
	});
	it('knows a new person in the seat from the one who opted out, whichever act was begun first when they overlapped', () => {
		const came = [delivery('c', 1, 5005, { to: 'new.c@example.org' })];
		expect(broken(withMore(came, [act('replaced', 'c', 1900, { at: 2500, address: 'c@example.org' })]))).toEqual([]);
		expect(broken(withMore(came, [act('replaced', 'c', 1900, { at: 1950, address: 'c@example.org' })]))).toEqual(['nobody who had opted out was sent to']);
		expect(broken(withMore([delivery('c', 1, 5005)], [act('replaced', 'c', 1900, { at: 2500, address: 'c@example.org' })]))).toContain('nobody who had opted out was sent to');
	});
	it('sees that an invitation was never tried', () => {
		const e = { ...sound(), deliveries: sound().deliveries.filter((d) => d.seat !== 'f'), failed: [] };
		expect(broken(e)).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
	});
	it('asks for nothing from seats of which it cannot know whether they were due', () => {
		const answering = withMore([], [act('submitted', 'a', 5000, { at: null })]);
		expect(broken({ ...answering, deliveries: answering.deliveries.filter((d) => !(d.seat === 'a' && d.mailing === 1)) })).toEqual([]);
	});
	it('asks for nothing from who went while a message that a kill had put off waited, but does where nothing was killed', () => {
		const gone = { ...sound(), deliveries: sound().deliveries.filter((d) => d.seat !== 'e'), acts: sound().acts };
		expect(broken(gone)).toEqual([]);
		expect(broken({ ...gone, kills: [killed(1300, 1500)] })).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
		expect(broken({ ...gone, acts: gone.acts.map((a) => (a.seat === 'e' ? { ...a, from: 5005, at: 5010 } : a)) })).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
	});
	it('asks for no reminder to who had an invitation of unknown outcome at some time', () => {
		const e = { ...sound(), deliveries: sound().deliveries.filter((d) => !(d.seat === 'a' && d.mailing === 1)) };
		expect(broken({ ...e, doubted: new Set(['a', 'd']) })).toEqual([]);
	});
	it('expects a reminder of those who have begun, and the invitation of those who came late', () => {
		const begun = { ...sound(), acts: sound().acts.filter((a) => a.kind !== 'bounced').concat(act('started', 'd', 2000)) };
		expect(broken(begun)).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
		const late = { ...withMore([], [act('added', 's', 1500)]), sendings: [...sound().sendings, { mailing: 0, from: 3000, until: 3005, late: new Set(['s']) }] };
		expect(broken(late)).toEqual(['every seat that was to have a mailing had it, or is shown to a person']);
		expect(broken({ ...late, deliveries: [...late.deliveries, delivery('s', 0, 3000, { at: 4000 })] })).toEqual([]);
	});
	it('sees a message to somebody who had answered, opted out, left, whose address was dead, or who no longer had the seat', () => {
		expect(broken(withMore([delivery('b', 1, 5005)]))).toEqual(['nobody who had answered was sent to']);
		expect(broken(withMore([delivery('c', 1, 5005)]))).toEqual(['nobody who had opted out was sent to']);
		expect(broken(withMore([delivery('e', 1, 5005, { outcome: 'lost' })]))).toContain('nobody who had left was sent to');
		expect(broken(withMore([delivery('d', 1, 5005)]))).toEqual(['nobody whose address was known to be dead was sent to']);
		expect(broken(withMore([delivery('g', 2, 8000)]))).toEqual(['nobody who sat in the seat before was sent to']);
		expect(broken(withMore([delivery('g', 2, 8000, { to: 'new@example.org' })]))).toEqual([]);
	});
	it('does not blame a message that had begun when the answer was acknowledged, but one that began after', () => {
		const during = (begun: number) => withMore([delivery('b', 1, begun)], [act('submitted', 'b', 4000, { at: 5000 })]);
		const only = (e: Evidence) => ({ ...e, acts: e.acts.filter((a) => !(a.seat === 'b' && a.from === 2000)) });
		expect(broken(only(during(5002)))).toEqual([]);
		expect(broken(only(during(5003)))).toEqual(['nobody who had answered was sent to']);
	});
	it('sees an address tried again after it was refused for good', () => {
		expect(broken(withMore([delivery('f', 1, 5005, { outcome: 'refused' })]))).toEqual(['no address refused for good was tried again']);
		expect(broken(withMore([delivery('f', 0, 1058, { outcome: 'refused' })]))).toEqual(['no address refused for good was tried again']);
	});
	it('takes it that a killed sender had not heard of the refusal, or could not write it down, but not that the web server had', () => {
		const again = withMore([delivery('f', 0, 1200, { outcome: 'refused' })]);
		expect(broken(again)).toEqual([]);
		expect(broken({ ...again, kills: [killed(1045, 1060)] })).toEqual([]);
		for (const kills of [[killed(1030, 1049)], [killed(1201, 1300)], [killed(1060, 1160, false)]]) expect(broken({ ...again, kills })).toEqual(['no address refused for good was tried again']);
	});
	it('sees a mail of unknown outcome that nobody is shown', () => {
		const e = { ...sound(), acts: sound().acts.filter((a) => a.kind !== 'bounced'), uncertain: [] };
		expect(broken(e)).toEqual(['every mail of unknown outcome is shown to a person']);
	});
	it('sees dispositions that do not sum, or contradict their history', () => {
		const look = sound().samples[0];
		expect(broken({ ...sound(), samples: [{ ...look!, sum: 6 }] })).toEqual(['dispositions sum to the population list whenever looked at']);
		expect(broken({ ...sound(), samples: [{ ...look!, contradictions: 1 }] })).toEqual(['dispositions sum to the population list whenever looked at']);
		expect(broken({ ...sound(), samples: [{ ...look!, sum: 8, atMost: 8 }] })).toEqual([]);
	});
	it('sees a lost answer and a process that ended', () => {
		expect(broken({ ...sound(), answers: { acknowledged: 3, lost: ['a kort'] } })).toEqual(['no acknowledged answer is lost']);
		expect(broken({ ...sound(), faults: ['sender 1 ended'] })).toEqual(['no process ended by itself or wrote what it must not']);
	});
});
