/** What an evaluator sees on the pages of the mailings: read over HTTP, signed in, as they stand. */
import { m } from '../../../src/lib/i18n.ts';
import { signInOverHttp } from '../../support/evaluator.ts';

export interface Shown { seat: string; mailing: number; state: 'uncertain' | 'failed' }

const ROW = /<th scope="row">([^<]+)<\/th>\s*<td>([^<]+)<\/td>/g;

/** Seats that each mailing's page lists as uncertain or failed. @throws when a page does not come */
export async function troublesShown(origin: string, surveyId: number, mailings: number): Promise<Shown[]> {
	const evaluator = await signInOverHttp(origin);
	const states = new Map<string, Shown['state']>([[m.mail_state_uncertain({}, { locale: 'nb' }), 'uncertain'], [m.mail_state_failed({}, { locale: 'nb' }), 'failed']]);
	const found: Shown[] = [];
	for (let mailing = 0; mailing < mailings; mailing++) {
		const reply = await evaluator.get(`/evaluering/${surveyId}/utsending${mailing > 0 ? `?nr=${mailing}` : ''}`);
		if (reply.status !== 200) throw new Error(`the page of mailing ${mailing} answered ${reply.status}`);
		const html = (await reply.text()).replace(/<!--.*?-->/gs, '');
		for (const [, seat = '', words = ''] of html.matchAll(ROW)) {
			const state = states.get(words.trim());
			if (state) found.push({ seat, mailing, state });
		}
	}
	return found;
}
