/**
 * Radicals and strokes that PDF fonts write in place of characters (⼦ for 子, ⻩ for 黄), and the characters they stand for. NFKC
 * knows the Kangxi radicals only; these are the others, by Unicode's EquivalentUnifiedIdeograph property.
 */

const PAIRS = [
  ...('⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫' +
    '⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝' +
    '⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯' +
    '⻮齿⻯竜⻰龙⻱龜⻲亀㇐一㇑丨㇒丿㇓丿㇔丶㇖乛㇚亅㇟乚㇠乙'),
];

/** Radical or stroke -> character. Some characters lie outside the BMP. */
export const RADICALS: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap((radical, at) => (at % 2 === 0 ? [[radical, PAIRS[at + 1] ?? '']] : [])),
);

/**
 * Folds radicals (U+2E80–2EF3, 2F00–2FD5) to unified ideographs, one UTF-16 unit to one, so that positions hold: those whose
 * ideograph lies outside the BMP stay as they are.
 */
export function foldRadicals(text: string): string {
  return text.replace(/[\u2E80-\u2EF3\u2F00-\u2FD5]/g, (radical) => {
    const character = RADICALS.get(radical) ?? radical.normalize('NFKC');
    return character.length === 1 ? character : radical;
  });
}
