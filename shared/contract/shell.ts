/** Calls that the main process itself answers. */
import { z } from 'zod';
import { nothing, path } from './call.ts';

/**
 * Calls that the main process itself answers, for what only it can do: native dialogs and the desktop. They never
 * touch the archive.
 */
export const SHELL_CONTRACT = {
  /** Native open dialog; empty where the user cancelled. */
  'shell.chooseFiles': {
    input: z.object({ title: z.string().max(100), multiple: z.boolean().default(true) }),
    output: z.object({ paths: z.array(z.string()) }),
  },
  'shell.chooseFolder': {
    input: z.object({ title: z.string().max(100) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Native save dialog. */
  'shell.chooseSave': {
    input: z.object({ title: z.string().max(100), name: z.string().max(255) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Shows a file that the archive itself exported in this run in the system's file manager or viewer. */
  'shell.reveal': { input: z.object({ path }), output: z.object({}) },
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
