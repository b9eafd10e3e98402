/** Scales of several items. */
import type { AnySpec } from '#lib/domain/analysis/types.ts';
import type { SpssData } from './data.ts';
import { textsAt } from './fields.ts';
import type { Syntax } from './methods.ts';
import { command, comment } from './write.ts';

const items = (data: SpssData, spec: AnySpec): string[] | null =>
	data.items(textsAt(spec, 'items'), textsAt(spec, 'reversed'), typeof spec.scale_min === 'number' && typeof spec.scale_max === 'number' ? [spec.scale_min, spec.scale_max] : null);
const withItems = (make: (names: string[], spec: AnySpec) => string[] | null): Syntax => (data, spec) => {
	const names = items(data, spec);
	return names && make(names, spec);
};
const EXTRACTION: Readonly<Record<string, string>> = { pca: 'PC', pa: 'PAF', ml: 'ML' };
const ROTATION: Readonly<Record<string, string>> = { none: 'NOROTATE', varimax: 'VARIMAX', oblimin: 'OBLIMIN' };

export const scale: Readonly<Record<string, Syntax>> = {
	alpha: withItems((names, spec) => (spec.missing === 'pairwise' ? null : [command('RELIABILITY', `/VARIABLES=${names.join(' ')}`, "/SCALE('all items') ALL", '/MODEL=ALPHA', '/STATISTICS=DESCRIPTIVE SCALE CORR', '/SUMMARY=TOTAL')])),
	omega: withItems((names) => [comment('From SPSS 28 on.'), command('RELIABILITY', `/VARIABLES=${names.join(' ')}`, "/SCALE('all items') ALL", '/MODEL=OMEGA')]),
	mean_index: withItems((names, spec) => [
		command('COMPUTE', `index = MEAN.${typeof spec.min_valid === 'number' ? spec.min_valid : names.length}(${names.join(', ')})`),
		command('DESCRIPTIVES', 'VARIABLES=index', '/STATISTICS=MEAN STDDEV SEMEAN MIN MAX KURTOSIS SKEWNESS')
	]),
	factor_adequacy: withItems((names) => [command('FACTOR', `/VARIABLES ${names.join(' ')}`, '/MISSING LISTWISE', '/PRINT CORRELATION KMO AIC', '/EXTRACTION PC', '/ROTATION NOROTATE')]),
	factor_analysis: withItems((names, spec) => [
		...(spec.rotation === 'oblimin' ? [comment('SPSS’s direct oblimin has delta 0, as the engine’s, and Kaiser’s normalisation, which changes loadings in the second decimal.')] : []),
		...(spec.extraction === 'pa' ? [comment('SPSS stops principal axes at another limit than the engine: loadings agree to about three decimals.')] : []),
		command('FACTOR', `/VARIABLES ${names.join(' ')}`, '/MISSING LISTWISE', '/PRINT INITIAL KMO EXTRACTION ROTATION', `/CRITERIA FACTORS(${String(spec.factors)}) ITERATE(500)`,
			`/EXTRACTION ${EXTRACTION[String(spec.extraction)]!}`, `/ROTATION ${ROTATION[String(spec.rotation ?? 'none')]!}`, '/METHOD=CORRELATION')
	])
};
