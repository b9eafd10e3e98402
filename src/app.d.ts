import type { Locale } from '#lib/domain/questionnaire/schema.ts';

declare global {
	namespace App {
		interface Locals {
			/** Language of the page: from the address, the respondent's choice or the evaluator's setting. */
			locale: Locale;
			/** The signed-in evaluator; the guard has made sure that pages under /evaluering have one. */
			user: { id: string; name: string } | null;
		}
		interface Error {
			message: string;
			/** Key of a catalogued problem. */
			code?: string;
			/** What the log calls an unexpected error. */
			id?: string;
			/** Language of the reader, for an error page that has no data of its own. */
			locale?: Locale;
			/** Whom to ask, on a respondent's error page. */
			contact?: string;
		}
	}
}
export {};
