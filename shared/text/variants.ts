/**
 * Characters that are written for each other and are no pair of traditional and simplified, which folding knows (fold.ts). Never
 * counted as the same: a search offers them. After the table of 1955 (第一批异体字整理表) and its corrections, those that
 * letters have; without the ones that live on in names (堃 喆 淼 𠮷 祐 煇 …): names are exact.
 */
import { foldText } from './fold.ts';

/** Groups in their folded form. */
const GROUPS =
  '账帐 着著 村邨 苏甦 它牠 具俱 岩嵒 炮砲 韧靭 凭凴 窗窓牕窻 朵朶 瓷甆 棋碁 碰掽 拿拏 灾烖 寨砦 珍珎 妆粧 桌槕 棕椶 阶堦 秸稭 径迳 厩廐 ' +
  '糠穅 款欵 馈餽 昆崐 阔濶 辣辢 梨棃 略畧 眯瞇 绵緜 遍徧 并竝 背揹 痹痺 冰氷 乘乗 匆怱 耽躭 堤隄 妒妬 厄戹阨 仿倣 俯俛 概槩槪 糕餻 歌謌 果菓 ' +
  '回囘 叫呌 劫刦 坑阬 裤袴 考攷 矿鑛鉱 愧媿 邻隣 磷燐 留畱 裸躶 麻蔴 铺舗 球毬 软輭 蕊蘂 实寔実 视眎 柿柹 拓搨 糖餹 同仝 偷媮 腿骽 碗盌椀 ' +
  '往徃 望朢 污汚 叙敍 宴醼 焰燄 咬齩 野埜 夜亱 姻婣 愈瘉 寓庽 盏琖 照炤 址阯 纸帋 最冣 罪辠 葬塟 檐簷 翻飜 繁緐 蜂蠭 斗鬦 榜牓 抵觝 翅翄 恍怳 ' +
  '奇竒 憩憇 熔镕 融螎 冗宂 膳饍 剩賸 疏疎 诉愬 台枱';

const OTHERS: ReadonlyMap<string, readonly string[]> = new Map(
  GROUPS.split(' ').flatMap((group) =>
    [...group].map((character) => [character, [...group].filter((other) => other !== character)] as const),
  ),
);

const VARIED = new RegExp(`[${GROUPS.replaceAll(' ', '')}]`, 'u');

/** So many characters of a word are varied, so that there are at most 64 forms of most words. */
const MOST_VARIED = 6;
const MOST_FORMS = 64;

/** The other ways to write some words with variant characters; [] where there are none. */
export function variantForms(words: string): string[] {
  // Most words have none, and are asked for at every key.
  if (!VARIED.test(foldText(words))) return [];
  let forms = [''];
  let varied = 0;
  for (const character of words) {
    const others = varied < MOST_VARIED ? (OTHERS.get(foldText(character)) ?? []) : [];
    if (others.length > 0) varied++;
    forms = forms.flatMap((form) => [character, ...others].map((written) => form + written));
  }
  return forms.slice(1, MOST_FORMS);
}

const LATIN_WORD = /[\p{Script=Latin}]{5,}/gu;
/** A page parts a word behind its second letter at the earliest. */
const LEAST_PART = 2;

/** The ways in which the end of a line may have parted a Latin word by a hyphen, one word at a time; [] without such a word. */
export function hyphenForms(words: string): string[] {
  const forms: string[] = [];
  for (const { 0: word, index } of words.matchAll(LATIN_WORD)) {
    for (let at = LEAST_PART; at <= word.length - LEAST_PART; at++) {
      forms.push(`${words.slice(0, index + at)}-${words.slice(index + at)}`);
    }
  }
  return forms.slice(0, MOST_FORMS);
}
