/** The library's front door. The methods as ordinary functions are in their rooms: see the catalogue in README.md. */
export { isViolation, type Violation } from './assumptions.ts';
export { codebookOf, type Codebook } from './r/codebook.ts';
export { toR } from './r/script.ts';
export { METHODS } from './registry.ts';
export type { Assumption, Effect, MissingReport, Note, Result, Value, Values } from './result.ts';
export { ENGINE_VERSION, run } from './run.ts';
export type { Spec } from './spec.ts';
export type { BaseSpec, Condition, Field, Fields } from './spec/fields.ts';
export { categoricalColumn, numericColumn, tableOf, type Cell } from './table/build.ts';
export { MISSING_KINDS, type Category, type Column, type MissingKind, type Table } from './table/table.ts';
