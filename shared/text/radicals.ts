/**
 * Radicals that PDF fonts write in place of characters (⼦ for 子, ⻩ for 黄), folded to the unified ideographs they stand
 * for. NFKC knows the Kangxi radicals only; the supplement follows Unicode's EquivalentUnifiedIdeograph property.
 */

/** U+2E80–2EF3: radical and ideograph in turn. Those whose ideograph lies outside the BMP stay as they are, so that the fold is one to one. */
const SUPPLEMENT_PAIRS =
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵' +
  '⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见' +
  '⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦' +
  '⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟';

const SUPPLEMENT = new Map<string, string>();
for (let i = 0; i < SUPPLEMENT_PAIRS.length; i += 2) {
  SUPPLEMENT.set(SUPPLEMENT_PAIRS.charAt(i), SUPPLEMENT_PAIRS.charAt(i + 1));
}

/** Folds radicals to unified ideographs, one UTF-16 unit to one, so that positions hold. */
export function foldRadicals(text: string): string {
  return text.replace(
    /[\u2E80-\u2EF3\u2F00-\u2FD5]/g,
    (radical) => SUPPLEMENT.get(radical) ?? radical.normalize('NFKC'),
  );
}
