import { m, type Locale } from '#lib/i18n.ts';
import type { Source } from '#lib/domain/link/types.ts';

export function sourceText(source: Source, locale: Locale): string {
	if (source.kind === 'item') return m.link_source_item({ name: source.item }, { locale });
	return (source.kind === 'frame' ? m.link_source_frame : m.link_source_owner)({ name: source.column }, { locale });
}
