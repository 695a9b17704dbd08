/** Calls that the main process itself answers. */
import { z } from 'zod';
import { id, nothing, version } from './call.ts';

/**
 * What a person chose, dropped or pasted. The page hands back the `handle` where a call takes a place; `name` and `shown` (the whole
 * path) are for people to read and are accepted nowhere.
 */
export const chosenSchema = z.object({ handle: z.string(), name: z.string(), shown: z.string() });
export type Chosen = z.infer<typeof chosenSchema>;

/** More than any letters' texts together that are being changed at a time. */
const MOST_TYPED = 64_000_000;

/**
 * Calls that the main process itself answers, for what only it can do: native dialogs and the desktop. They never
 * touch the archive.
 */
export const SHELL_CONTRACT = {
  /** Native open dialog for files to be read; empty where the user cancelled. */
  'shell.chooseFiles': {
    input: z.object({ title: z.string().max(100), multiple: z.boolean().default(true) }),
    output: z.object({ chosen: z.array(chosenSchema) }),
  },
  'shell.chooseFolder': {
    input: z.object({ title: z.string().max(100), use: z.enum(['read', 'write_folder']) }),
    output: z.object({ chosen: chosenSchema.nullable() }),
  },
  /** Native save dialog for a new file. */
  'shell.chooseSave': {
    input: z.object({ title: z.string().max(100), name: z.string().max(255) }),
    output: z.object({ chosen: chosenSchema.nullable() }),
  },
  /**
   * What lies at the desk and is not filed, by handles: the main process keeps it for the next start of the window. Files whose names bear
   * marks of secrecy are left out.
   */
  'shell.keepDesk': { input: z.object({ handles: z.array(z.string().max(64)).max(2000) }), output: z.object({}) },
  /** What lay at the desk of who is signed in when the window was closed. */
  'shell.keptDesk': { input: nothing, output: z.object({ chosen: z.array(chosenSchema) }) },
  /**
   * What is typed and not saved, in the page's own words, kept for the next start of the window. `person` is whose it is (the name, '' without
   * accounts): where another one is signed in by now, nothing is kept.
   */
  'shell.keepTyped': {
    input: z.object({ person: z.string().max(200), typed: z.string().max(MOST_TYPED) }),
    output: z.object({}),
  },
  /** What was typed by who is signed in; null where nothing was. */
  'shell.keptTyped': { input: nothing, output: z.object({ typed: z.string().nullable() }) },
  /** Shows a file in the system's file manager, where a call of this run has named exactly it as written; nothing is opened or read. */
  'shell.reveal': { input: z.object({ path: z.string().min(1).max(4096) }), output: z.object({}) },
  /** Shows a letter in a window of its own, with the same walls and the same rights. */
  'shell.openLetter': { input: z.object({ id, version: version.optional() }), output: z.object({}) },
  'shell.platform': {
    input: nothing,
    output: z.object({ runtime: z.string(), version: z.string(), fonts: z.array(z.string()) }),
  },
  /** The licences of everything that is handed out with the program; `text` is empty where a package brings none. */
  'shell.licences': {
    input: nothing,
    output: z.object({
      licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() })),
    }),
  },
} as const;
export type ShellCallName = keyof typeof SHELL_CONTRACT;
export type ShellInput<N extends ShellCallName> = z.input<(typeof SHELL_CONTRACT)[N]['input']>;
export type ShellOutput<N extends ShellCallName> = z.output<(typeof SHELL_CONTRACT)[N]['output']>;
