import type { Locale, Text } from '#lib/domain/questionnaire/schema.ts';

export type Problem = { code: string; params: Record<string, string | number> };
export type Fault = Problem & { path: string };
/** A message as the page shows it: `html` without styles. */
export interface Shown { ref: string; subject: string; text: string; html: string; locale: Locale }
/** What an action about the texts sends back. */
export interface TextsResult {
	texts: { subject: Text; body: Text };
	ref: string;
	language: Locale | '';
	preview: Shown;
	/** It was sent too. */
	tested: boolean;
	faults: Fault[];
	problems: Problem[];
}
