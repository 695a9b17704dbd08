/** Passwords for the command line: from the environment, or typed at a terminal without being shown. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ArchiveError } from '../../shared/errors.ts';
import { writeText } from './output-encoding.ts';

/** Environment variables that hold a password for jobs that nobody watches. */
export const PRESENT_PASSWORD = 'FUHAN_PASSWORD';
export const NEW_PASSWORD = 'FUHAN_NEW_PASSWORD';
/** Of the second person, for an act that takes two. */
export const SECOND_PASSWORD = 'FUHAN_SECOND_PASSWORD';
/** The code of a recovery sheet. */
export const RECOVERY_CODE = 'FUHAN_RECOVERY_CODE';

/** @throws ArchiveError SIGN_IN_REQUIRED where there is neither a variable nor a terminal, CANCELLED where nobody answers for two minutes */
export async function askPassword(question: string, variable: string): Promise<string> {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY)
    throw new ArchiveError('SIGN_IN_REQUIRED', `没有终端可输入密码，请设置环境变量 ${variable}`);
  return readHidden(question);
}

/** A new password; at a terminal it is asked for twice. @throws ArchiveError BAD_VALUE where the two differ */
export async function askNewPassword(name: string): Promise<string> {
  const first = await askPassword(`${name} 的新密码：`, NEW_PASSWORD);
  const again = await askPassword('再输入一次：', NEW_PASSWORD);
  if (first !== again) throw new ArchiveError('BAD_VALUE', '两次输入的密码不同');
  return first;
}

/** Whether the person agrees, asked at a terminal; a job that nobody watches (its password comes from the environment) has decided before. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || (process.env[NEW_PASSWORD] ?? '') !== '') return true;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  lines.once('SIGINT', () => left.abort());
  lines.once('close', () => left.abort());
  try {
    return /^(?:y|yes|是)$/iu.test((await lines.question(question, { signal: left.signal })).trim());
  } catch (thrown) {
    if (left.signal.aborted) return false;
    throw thrown;
  } finally {
    lines.close();
  }
}

/** A question that nobody answers holds the archive no longer than this. */
const PATIENCE_MS = 120_000;

async function readHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const left = new AbortController();
  // Ctrl+C and Ctrl+D: without these the question would wait for ever.
  const leave = (): void => left.abort();
  lines.once('SIGINT', leave);
  lines.once('close', leave);
  process.once('SIGTERM', leave);
  const patience = setTimeout(leave, PATIENCE_MS);
  writeText(process.stderr, question);
  try {
    return await lines.question('', { signal: left.signal });
  } catch (thrown) {
    throw left.signal.aborted ? new ArchiveError('CANCELLED', '没有输入密码') : thrown;
  } finally {
    clearTimeout(patience);
    process.off('SIGTERM', leave);
    lines.close();
    process.stderr.write('\n');
  }
}
