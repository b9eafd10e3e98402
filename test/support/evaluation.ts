/** The questionnaires of 2021 for tests that want a real one, and a seat that fits. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { Questionnaire } from '../../src/lib/domain/questionnaire/schema.ts';

export function questionnaire2021(key: 'samarbeidsforum' | 'nettverk' | 'uh' | 'skoleledere' | 'tillitsvalgte' | 'aarsrapport'): Questionnaire {
	return v.parse(Questionnaire, JSON.parse(readFileSync(`src/demo/evaluation-2021/questionnaires/${key}.json`, 'utf8')));
}

/** `count` union representatives. */
export const representatives = (count: number) => Array.from({ length: count }, () => ({ frame: { forbund: 'Norsk Lektorlag', verv: 'Hovedtillitsvalgt' } }));
