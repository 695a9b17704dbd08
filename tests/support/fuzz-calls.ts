/** How many broken inputs a run of tests/integration/fuzz sends, and from which seed: a few in `npm test`, many by `npm run fuzz`. */
const numberOf = (name: string, otherwise: number): number => {
  const given = Number(process.env[name]);
  return Number.isInteger(given) && given > 0 ? given : otherwise;
};

export const FUZZ_CALLS = numberOf('FUHAN_FUZZ_CALLS', 2000);
/** Through the whole window: as many where a number is given, fewer in `npm test`. */
export const FUZZ_PAGE_CALLS = numberOf('FUHAN_FUZZ_CALLS', 500);
export const FUZZ_SEED = numberOf('FUHAN_FUZZ_SEED', 20_261_130);
/** A whole run may take so long. */
export const FUZZ_TIMEOUT_MS = 120_000 + FUZZ_CALLS * 100;
