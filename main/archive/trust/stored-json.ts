/**
 * Stored JSON has one meaning. A hash is taken over what is read from it: of a name that stands twice this program reads the last and another
 * the first, and of a number that is too long for it only a part. Nothing of the kind was ever written by this program.
 */

/** Deeper than anything that is stored. */
const MOST_DEPTH = 64;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]|true|false|null/gu;

/** Whether a number is read as it is written. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (/^-?\d+$/u.test(token)) return Number.isSafeInteger(value);
  const digits = token
    .replace(/[eE].*$/u, '')
    .replaceAll(/[-.]/gu, '')
    .replace(/^0+/u, '')
    .replace(/0+$/u, '');
  // Fifteen digits are always told apart; what is nothing though digits were written was too small.
  return Number.isFinite(value) && digits.length <= 15 && (value !== 0 || digits === '');
}

/** Written anew it is the same: nothing stands twice in it, and all numbers are as they were. */
function isPlain(json: string): boolean {
  try {
    return JSON.stringify(JSON.parse(json)) === json;
  } catch {
    return false;
  }
}

const [LIST, OBJECT] = [0x5b, 0x7b];

/** So few lists and objects cannot lie too deep in one another. */
function isShallow(json: string): boolean {
  let openers = 0;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    if ((unit === LIST || unit === OBJECT) && ++openers > MOST_DEPTH) return false;
  }
  return true;
}

/**
 * @param json as stored
 * @returns in words why it has not one meaning; undefined where it has. What is no JSON at all is told elsewhere.
 */
export function ambiguityIn(json: string): string | undefined {
  if (isShallow(json) && isPlain(json)) return undefined;
  /** Names of the objects that are open, null for lists. */
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const names = open.at(-1);
      const name = last.startsWith('"') ? (JSON.parse(last) as string) : last;
      if (names?.has(name) === true) return `名称“${name}”出现两次`;
      names?.add(name);
    } else if (/^[-\d]/u.test(token) && !isExact(token)) return '有读不准的数';
    if (open.length > MOST_DEPTH) return '层次过深';
    last = token;
  }
  return undefined;
}
