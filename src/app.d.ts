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
			code?: string;
		}
	}
}
export {};
