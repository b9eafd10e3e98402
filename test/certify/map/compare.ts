import type { GoldenMap } from '../golden.ts';

export const map: GoldenMap = {};
