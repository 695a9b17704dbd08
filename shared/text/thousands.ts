/** Numbers with and without commas between their thousands: `2160万元` and `2,160万元`. Pure. */

const COMMAS = /[,，]/gu;
/** Years and numbers of letters have no commas: nothing is asked of the index for them, which most queries would wait for. */
const PLAIN = /(?<![\d.,，〔[(（-])(?!(?:19|20)\d\d(?![\d万亿元人户]))[1-9]\d{3,14}(?![\d,，号年届次-])/gu;
const PARTED = /(?<![\d.,，])[1-9]\d{0,2}(?:[,，]\d{3}){1,4}(?![\d,，])/gu;

/** The words with their numbers written the other way, all of them; [] where no number has another way. */
export function thousandsForms(words: string): string[] {
  const folded = words.normalize('NFKC');
  const forms = [
    folded.replaceAll(PLAIN, (number) => number.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')),
    folded.replaceAll(PARTED, (number) => number.replaceAll(COMMAS, '')),
  ];
  return [...new Set(forms)].filter((form) => form !== folded);
}
