/** Vitest global set-up: one embedded PostgreSQL cluster for the run, with a migrated template database. */
import { rm } from 'node:fs/promises';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded, temporaryClusterFolder } from '../../src/lib/server/db/embedded.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** URL of the cluster, with DATABASE where the name goes. */
		clusterUrl: string;
	}
}

export const TEMPLATE = 'grunnlag_template';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = temporaryClusterFolder(`grunnlag-test-${project.name}`);
	const cluster = await startEmbedded(folder);
	const admin = postgres(cluster.url('postgres'), { max: 1 });
	await admin.unsafe(`create database ${TEMPLATE}`);
	await admin.end();
	await migrate(cluster.url(TEMPLATE));
	project.provide('clusterUrl', cluster.url('DATABASE'));
	return async () => {
		await cluster.stop();
		await rm(folder, { recursive: true, force: true });
	};
}
