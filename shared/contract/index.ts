/**
 * The one contract of the archive: every call with its input and output as zod schemas, the roles that may use it, and what it does
 * to the archive and the disk; one file a domain. The window, the command line and tests all speak it; the engine (main/archive)
 * answers it. This is its one face: nothing outside this folder imports from another of its files.
 */
export * from './roles.ts';
export { fileSourceSchema, printedSchema, progressSchema, selectionSchema, versionMadeSchema } from './call.ts';
export type { Call, FileSource, OutputKind, Progress } from './call.ts';
export * from './accounts.ts';
export * from './archive.ts';
export * from './disposal.ts';
export * from './export.ts';
export * from './intake.ts';
export * from './letters.ts';
export * from './packages.ts';
export * from './public-versions.ts';
export * from './search.ts';
export * from './trust.ts';
export * from './calls.ts';
export { parseInput } from './parse-input.ts';
export { placesIn, placesOf, withPlaces } from './places.ts';
export type { Place } from './places.ts';
export * from './shell.ts';
export * from './bridge.ts';
