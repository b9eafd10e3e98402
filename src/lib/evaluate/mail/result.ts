import type { Locale, Text } from '#lib/domain/questionnaire/schema.ts';

export type Problem = { code: string; params: Record<string, string | number> };
export type Fault = Problem & { path: string };
/**
 * A message as the page shows it: `html` without styles. `variant`: whom its text is for, in words; null for the mailing's own text, undefined where
 * everyone gets that.
 */
export interface Shown { ref: string; subject: string; text: string; html: string; locale: Locale; variant?: string | null | undefined }
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

/** How a mailing goes, as the page has it: moments are dates when it is first shown, texts when it has asked again. */
export interface Going {
	id: number;
	state: 'draft' | 'queued' | 'sending' | 'paused' | 'stopped' | 'done';
	stateAt: Date | string;
	problem: string | null;
	running: boolean;
	lastMinute: number;
	minutesLeft: number | null;
	nextAt: Date | string | null;
	states: Record<'planned' | 'sending' | 'sent' | 'failed' | 'uncertain' | 'skipped', number>;
}
