import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** What each room may not import (docs/architecture.md). Patterns see both `#lib/...` and relative paths. */
const DATABASE = { regex: '^(drizzle-orm|postgres|pg)(/|$)', message: 'Only src/lib/server/db talks to the database.' };
const wall = (files, patterns, ignores = []) => ({ files, ignores, rules: { 'no-restricted-imports': ['error', { patterns }] } });

export default [
	{ ignores: ['node_modules/**', 'build*/**', '.svelte-kit/**', 'src/lib/paraglide/**', '.grunnlag/**', 'static/**'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: { 'svelte/no-navigation-without-resolve': 'off' }
	},
	{
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'no-console': 'off',
			eqeqeq: 'error'
		}
	},
	wall(['src/**/*.{ts,svelte}'], [DATABASE], ['src/lib/server/db/**', 'src/lib/domain/**', 'src/lib/respond/**', 'src/lib/evaluate/**', 'src/lib/ui/**', 'src/lib/server/**', 'src/routes/**']),
	wall(['src/lib/server/**/*.ts'], [DATABASE, { regex: '^(\\$app|svelte)(/|$)', message: 'Server code runs in plain Node too.' }], ['src/lib/server/db/**', 'src/lib/server/respond/**', 'src/lib/server/results/**', 'src/lib/server/access/**']),
	// better-auth is configured with its drizzle adapter; the database handle itself still comes from server/db
	wall(['src/lib/server/access/**/*.ts'], [{ regex: '^(postgres|pg|drizzle-orm)(/|$)', message: DATABASE.message }, { regex: '^(\\$app|svelte)(/|$)', message: 'Server code runs in plain Node too.' }]),
	wall(['src/lib/server/{respond,results}/**/*.ts'], [DATABASE, { regex: 'fieldwork|contact', message: 'Code that serves respondents or analyses cannot reach contacts.' }]),
	wall(['src/lib/domain/**/*.ts'], [{ regex: '^(?!(valibot$|\\./|\\.\\./|#lib/domain/))', message: 'The domain imports nothing but valibot.' }, { regex: '\\.\\./(server|respond|evaluate|ui|i18n|paraglide)', message: 'The domain imports nothing but itself.' }]),
	wall(['src/lib/respond/**/*'], [DATABASE, { regex: '(^#lib|\\.\\.)/(evaluate|server|ui)(/|$)', message: 'Respondent components stand alone.' }]),
	wall(['src/lib/evaluate/**/*'], [DATABASE, { regex: '(^#lib|\\.\\.)/(respond)(/|$)', message: 'Evaluator and respondent components never import each other.' }]),
	wall(['src/lib/ui/**/*'], [DATABASE, { regex: '(^#lib|\\.\\.)/(respond|evaluate|server)(/|$)', message: 'Shared components know no page.' }]),
	wall(['src/routes/**/*'], [DATABASE], ['src/routes/svar/**']),
	wall(['src/routes/svar/**/*'], [DATABASE, { regex: '(fieldwork|/evaluate(/|$)|/ui(/|$)|better-auth)', message: 'Respondent pages reach neither contacts nor evaluator code.' }]),
	wall(['analysis/**/*.ts'], [{ regex: '^(?!(\\./|\\.\\./|jstat$|ml-matrix$))|src/', message: 'The statistics library stands alone: itself and numeric libraries only.' }], ['analysis/cli.ts']),
	{
		files: ['analysis/**/*.ts'],
		ignores: ['analysis/cli.ts'],
		rules: {
			'no-restricted-properties': ['error', { object: 'Math', property: 'random' }, { object: 'Date', property: 'now' }],
			'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'performance', 'crypto', 'Date']
		}
	}
];
