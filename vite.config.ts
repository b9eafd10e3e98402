import { sveltekit } from '@sveltejs/kit/vite';
import adapter from '@sveltejs/adapter-node';
import { defineConfig } from 'vitest/config';
import { join } from 'node:path';

/** Kit refuses a svelte.config.js, so its options stand here. */
const kit = {
	// a second build beside the usual one, for a benchmark or a test of another state
	adapter: adapter({ out: process.env.GRUNNLAG_BUILD ?? 'build' }),
	outDir: process.env.GRUNNLAG_BUILD ? `.svelte-kit/${process.env.GRUNNLAG_BUILD}` : '.svelte-kit',
	compilerOptions: { runes: true },
	// everything a page needs comes from us; the one hash is the style of Kit's route announcer
	csp: {
		mode: 'nonce' as const,
		directives: {
			'default-src': ['self' as const],
			'script-src': ['self' as const],
			'style-src': ['self' as const, 'unsafe-hashes' as const, 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=' as const],
			'img-src': ['self' as const, 'data:' as const],
			'connect-src': ['self' as const],
			'object-src': ['none' as const],
			'base-uri': ['none' as const],
			'form-action': ['self' as const],
			'frame-ancestors': ['none' as const]
		}
	},
	inlineStyleThreshold: 0
};

const node = (name: string, include: string[], extra: object = {}) => ({
	extends: true as const,
	test: { name, include, environment: 'node' as const, ...extra }
});
// time-outs only end what hangs; a slow machine is no fault
/** Tests that share one embedded PostgreSQL cluster, each with a database of its own. */
const cluster = { globalSetup: ['test/support/cluster.ts'], testTimeout: 600_000, hookTimeout: 600_000 };
/** Tests against the built server as a process of its own. */
const served = { ...cluster, fileParallelism: false };

export default defineConfig({
	plugins: [sveltekit(kit)],
	server: { port: 3000 },
	// the server takes drizzle-orm in, so that it has only what it uses of it, and it is there in one piece
	...!process.env.VITEST && {
		ssr: { noExternal: ['drizzle-orm'] },
		resolve: { alias: [{ find: /^\.\/drizzle\.ts$/, replacement: join(import.meta.dirname, 'src/lib/server/db/drizzle-bundled.ts') }] }
	},
	test: {
		maxWorkers: 2,
		expect: { poll: { timeout: 120_000 } },
		projects: [
			node('unit', ['test/{unit,property,reference}/**/*.test.ts'], { testTimeout: 600_000, hookTimeout: 600_000 }),
			node('r', ['test/r/**/*.test.ts'], { testTimeout: 600_000, hookTimeout: 600_000 }),
			node('database', ['test/database/**/*.test.ts'], cluster),
			node('http', ['test/http/**/*.test.ts'], served),
			node('browser', ['test/browser/**/*.test.ts'], served),
			node('fault', ['test/fault/**/*.test.ts'], { ...served, testTimeout: 1_200_000 })
		]
	}
});
