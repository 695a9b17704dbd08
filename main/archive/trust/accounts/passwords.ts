/**
 * Passwords: how they are kept (scrypt, RFC 7914), what they must be like (GB/T 22239-2019, 身份鉴别), how long they last.
 * Nothing here puts a password into an error or a log.
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { ArchiveError } from '../../../../shared/errors.ts';
import { passwordFault } from '../../../../shared/text/password-rules.ts';
import { GUESSABLE_WORDS } from './guessable-terms.ts';

/** A password lasts so long. */
export const PASSWORD_DAYS = 90;
/**
 * Passwords of the last so many days on which one was set may not be used again, the present one included. Days, not passwords: five
 * changes in a row would otherwise lead back to the first.
 */
export const REMEMBERED_DAYS = 5;
/** More in one day are refused: each is remembered, and compared at the next change. */
export const MOST_CHANGES_A_DAY = 10;
/** Guesses that an informed guesser needs; below this a password is refused as too easy. */
const FEWEST_GUESSES = 1e6;

const DAY_MS = 86_400_000;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** 32 MiB of memory and about 0.1 s for each guess. */
const COST = { log2n: 15, r: 8, p: 1 };
/** What a stored hash may ask for at most: a tampered one must not exhaust the machine. */
const DEAREST = { log2n: 17, r: 8, p: 4 };

/** A hash as stored: `$scrypt$ln=15,r=8,p=1$<salt>$<key>`, base64 without padding (the PHC string format). */
const STORED =
  /^\$scrypt\$ln=(?<log2n>\d{1,2}),r=(?<r>\d{1,2}),p=(?<p>\d)\$(?<salt>[A-Za-z0-9+/]+)\$(?<key>[A-Za-z0-9+/]{43})$/;

function derive(password: string, salt: Uint8Array, cost: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = {
    N: 2 ** cost.log2n,
    r: cost.r,
    p: cost.p,
    // scrypt needs 128·N·r bytes and a little more; Node's own limit is just too low for that.
    maxmem: 128 * 2 ** cost.log2n * cost.r + 2 ** 21,
  };
  return new Promise((resolve, reject) => {
    // NFC: the same characters typed on another system are the same password (RFC 8265, OpaqueString).
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

function toStored(salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${COST.log2n},r=${COST.r},p=${COST.p}$${unpadded(salt)}$${unpadded(key)}`;
}

/** A new hash with a salt of its own, to be stored. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return toStored(salt, await derive(password, salt, COST));
}

/**
 * Whether `password` is the one that `stored` was made from; compared in constant time.
 * @throws ArchiveError ARCHIVE_DAMAGED where what is stored is no hash of ours
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = STORED.exec(stored)?.groups;
  const cost = { log2n: Number(parts?.['log2n']), r: Number(parts?.['r']), p: Number(parts?.['p']) };
  const inBounds = (key: keyof typeof COST): boolean => cost[key] >= 1 && cost[key] <= DEAREST[key];
  if (parts === undefined || !inBounds('log2n') || !inBounds('r') || !inBounds('p')) {
    throw new ArchiveError('ARCHIVE_DAMAGED', undefined, 'a stored password hash is not one of ours');
  }
  const key = await derive(password, Buffer.from(parts['salt'] ?? '', 'base64'), cost);
  return timingSafeEqual(key, Buffer.from(parts['key'] ?? '', 'base64'));
}

/** A hash that no password matches: what the password of a name that is not there is compared with, for the time it takes. */
export const NO_PASSWORD = toStored(Buffer.alloc(SALT_BYTES), Buffer.alloc(KEY_BYTES));

/** Whether `password` is one of those that `stored` were made from. */
export async function isReused(password: string, stored: readonly string[]): Promise<boolean> {
  for (const hash of stored) if (await verifyPassword(password, hash)) return true;
  return false;
}

/** The day of a moment (ISO), as days of changes are told apart: UTC. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/**
 * How many of an account's passwords are remembered: those of the last days on which one was set.
 * @param setAt when each was set (ISO), the newest first
 */
export function rememberedCount(setAt: readonly string[]): number {
  const days = new Set<string>();
  for (const [index, at] of setAt.entries()) {
    if (!days.has(dayOf(at)) && days.size === REMEMBERED_DAYS) return index;
    days.add(dayOf(at));
  }
  return setAt.length;
}

/** When a password set at `setAt` (ISO) must be changed. */
export function expiryOf(setAt: string): Date {
  return new Date(Date.parse(setAt) + PASSWORD_DAYS * DAY_MS);
}

/**
 * @param about the account's name and the person's name: neither may be part of the password
 * @throws ArchiveError WEAK_PASSWORD, saying which rule is not met
 */
export async function requireStrongPassword(password: string, about: readonly string[]): Promise<void> {
  const weak = (rule: string): ArchiveError => new ArchiveError('WEAK_PASSWORD', rule);
  const fault = passwordFault(password, about);
  if (fault !== null) throw weak(fault);
  if ((await guessesFor(password, about)) < FEWEST_GUESSES) throw weak('密码太常见或太容易猜到');
}

type Estimator = (password: string, about: readonly string[]) => number;
let estimator: Promise<Estimator> | undefined;

/** Its dictionaries take a while to load: only when a password is set, and once. */
async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...dictionary, office: [...GUESSABLE_WORDS] },
    graphs: adjacencyGraphs,
  });
  return (password, about) => zxcvbn.check(password, [...about]).guesses;
}

async function guessesFor(password: string, about: readonly string[]): Promise<number> {
  estimator ??= loadEstimator();
  return (await estimator)(password, about);
}
