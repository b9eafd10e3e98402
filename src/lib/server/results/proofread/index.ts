/** Proof-reading of printed reports: `docs/proof-reading.md`. */
export { MAX_CHARACTERS, readPasted } from './paste.ts';
export { proofread, type ProofRead } from './proofread.ts';
export { proofReadView, type ProofReadView } from './view.ts';
export { MAX_MEGABYTES, readWord } from './word.ts';
