/** What the respondent's pages show: plain data, texts already in the reader's language and piped. */
import type { Locale } from '#lib/domain/questionnaire/schema.ts';

export interface Choice {
	value: string;
	label: string;
	checked: boolean;
}

interface Shown {
	/** The field's key: its name in the form. */
	key: string;
	text: string;
	help?: string | undefined;
	required: boolean;
	/** What is wrong with what was typed, in words. */
	problem?: string | undefined;
	/** "Vet ikke", where it is offered: set apart from the rest. */
	dontKnow?: Choice | undefined;
}
export interface RadiosView extends Shown {
	type: 'radios';
	choices: Choice[];
}
export interface CheckboxesView extends Shown {
	type: 'checkboxes';
	choices: Choice[];
}
export interface TextView extends Shown {
	type: 'text';
	value: string;
	lines: 'one' | 'many';
	mode: 'text' | 'numeric' | 'decimal';
	/** How wide an answer is expected to be. */
	width: 'short' | 'medium' | 'wide';
	unit?: string | undefined;
	hint?: string | undefined;
	suggestions?: string[] | undefined;
	/** A box that stands for a value of its own, such as "several municipalities". */
	other?: Choice | undefined;
}
export interface MatrixView {
	type: 'matrix';
	key: string;
	text: string;
	help?: string | undefined;
	categories: string[];
	dontKnow?: string | undefined;
	rows: RadiosView[];
}
export interface ConsentView extends Shown {
	type: 'consent';
	choice: Choice;
}
export interface InformationView {
	type: 'information';
	key: string;
	text: string;
	help?: string | undefined;
}
export type ItemView = RadiosView | CheckboxesView | TextView | MatrixView | ConsentView | InformationView;

export interface ProblemView {
	/** The field to lead to, if the page has it. */
	key?: string | undefined;
	text: string;
}

/** What stands at the top of every page of a form. */
export interface Heading {
	locale: Locale;
	/** The study's title. */
	survey: string;
	/** The seat's strata in words, when the person holds several; never who it is. */
	seat?: string | undefined;
}

export interface BlockView extends Heading {
	path: string;
	block: string;
	title: string;
	intro?: string | undefined;
	page: number;
	total: number;
	items: ItemView[];
	problems: ProblemView[];
	/** With problems: whether the rest of the page was saved. */
	saved: boolean;
	/** Where the person came from the summary to mend one answer: lead back there. */
	fromReview: boolean;
	controls: { base: string; version: number; revision: number };
	saveUrl: string;
}

export interface MissingView {
	page: string;
	questions: { href: string; text: string }[];
}
export interface ReviewView extends Heading {
	required: MissingView[];
	optional: MissingView[];
	back: string;
	contact: string;
	/** Sending in was tried while something required is missing. */
	blocked: boolean;
}

/**
 * How the language is changed: by links that store nothing, by buttons in a form of their own, or by buttons of the page's form, which
 * saves first; `enter` is where the Enter key leads in that form.
 */
export type LanguageMode = 'links' | 'own' | 'none' | { form: string; enter: 'next' | 'review' };

/** The element that a link to a field leads to. */
export const fieldId = (key: string): string => `f-${key}`;

/** What a person is told before deciding to take part. */
export interface StudyView extends Heading {
	purpose: string;
	responsible: string;
	duration: string;
	privacy: string;
	contact: string;
	consent: string;
}
/** The first page of a link that many share. */
export interface SharedView extends StudyView {
	/** Each who starts types a code that they have already. */
	asksCode: boolean;
	codeMax: number;
	/** Of this page as it was made: posted twice, it starts one form. */
	nonce: string;
}
/** The address of a person's own form, to be kept. */
export interface OwnLinkView extends Heading {
	url: string;
	path: string;
	contact: string;
}
export interface FrontView extends StudyView {
	/** There is a response: continue it. */
	started: boolean;
	/** Where to say no. */
	optOut: string;
	/** Why there are several forms, and which this is. */
	seats?: { count: number; labels: { name: string; value: string }[] } | undefined;
}
export interface OptOutView extends Heading {
	/** The form's own address. */
	path: string;
	contact: string;
	/** There is a response, which stays. */
	started: boolean;
	done: boolean;
}
export interface ThanksView extends Heading {
	thanks: string;
	contact: string;
}
