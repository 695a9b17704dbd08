/**
 * 《关于擦亮“戏曲之乡”名片 振兴地方戏曲的提案》: a blank that parts two halves of a title belongs to it as written. Where single blanks
 * lie strewn between the characters of the text, as scans and pages leave them, none is kept.
 */
import type { Found } from '../../../../shared/text/anatomy/lines.ts';

const INSIDE = /[\u3400-\u9fff”》）][ \u3000][\u3400-\u9fff“《]/g;
/** Each half says something: the blank parts no single word. */
const HALVES = /^(.{4,}[\u3400-\u9fff”》）])[ \u3000]([\u3400-\u9fff“《].{4,})$/;
/** 关于  保护双语教学传统  的提案: wide gaps inside it. */
const SEVERAL_BLANKS = /[ \u3000]{2}/;
const LOOKED_AT = 1500;
/** A sentence: names and labels set apart by blanks stand on shorter lines. */
const SHORTEST_SENTENCE = 30;
const SET_APART = /联\s*系|电\s*话|抄\s*[送报]|印\s*发|公\s*开|[经承]\s*办/;
/** With blanks elsewhere nothing tells whether this one is the title's. */
const UNTOLD = 0.85;

export function withOwnBlank(found: Found<string> | null, text: string, bodyStart: number): Found<string> | null {
  if (!found) return null;
  const written = text.slice(found.start, found.end);
  const halves = written.includes('\n') ? null : HALVES.exec(written);
  if (!halves && SEVERAL_BLANKS.test(written.trim()))
    return { ...found, confidence: Math.min(found.confidence, UNTOLD) };
  if (!halves || /\s/.test(`${halves[1] ?? ''}${halves[2] ?? ''}`) || written.replace(/\s/g, '') !== found.value)
    return found;
  const elsewhere = text
    .slice(bodyStart, bodyStart + LOOKED_AT)
    .split('\n')
    .filter((line) => line.length >= SHORTEST_SENTENCE && !SET_APART.test(line))
    .reduce((count, line) => count + (line.match(INSIDE)?.length ?? 0), 0);
  const within = found.start >= bodyStart ? 1 : 0;
  return elsewhere > within
    ? { ...found, confidence: Math.min(found.confidence, UNTOLD) }
    : { ...found, value: `${halves[1] ?? ''} ${halves[2] ?? ''}` };
}
