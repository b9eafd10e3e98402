import type { Specs } from './harness.ts';

export const specs: Specs = () => [];
