/** The words that files have of their own, in one language: given to those who write them, so that what writes large files does not hold all the texts of the pages. */
import { MISSING, type MissingKind } from '#lib/domain/dataset/types.ts';
import { m, translate, type Locale } from '#lib/i18n.ts';

export interface FileWords {
	/** Also the language of the labels. */
	locale: Locale;
	missing: Readonly<Record<MissingKind, string>>;
	/** Why a text is missing: put behind the label of the text. */
	companion: string;
	sheets: { data: string; book: string };
	book: { name: string; label: string; question: string; value: string; category: string; rows: string; valid: string };
}

export function fileWords(locale: Locale): FileWords {
	const l = { locale };
	return {
		locale, missing: Object.fromEntries(MISSING.map((kind) => [kind, translate(`common_missing_${kind}`, {}, locale)])) as Record<MissingKind, string>, companion: m.dataexport_companion({}, l),
		sheets: { data: m.dataexport_sheet_data({}, l), book: m.dataexport_sheet_book({}, l) },
		book: {
			name: m.dataexport_book_name({}, l), label: m.dataexport_book_label({}, l), question: m.dataexport_book_question({}, l), value: m.dataexport_book_value({}, l), category: m.dataexport_book_category({}, l),
			rows: m.dataexport_book_rows({}, l), valid: m.dataexport_book_valid({}, l)
		}
	};
}
