/** A plain letter, and how the tests read it. */
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';

export const TODAY = '2026-06-30';

export function read(text: string): Recognition {
  return recognise(cleanText({ text, layout: 'unknown', pages: [] }), { today: TODAY });
}

/** A plain letter with parts put in. */
export function letter(
  parts: Partial<Record<'head' | 'title' | 'to' | 'opening' | 'body' | 'tail', string>> = {},
): string {
  return [
    parts.head ?? '青岚市民政局\n青民函〔2022〕8号',
    parts.title ?? '关于市政协十届一次会议第101037号提案答复的函',
    parts.to ?? '李晓青委员：',
    parts.opening ?? '您提出的《关于发展社区养老的提案》收悉，现答复如下：',
    parts.body ?? '我市高度重视养老服务工作，逐步加大投入。',
    parts.tail ?? '感谢您的关心。\n青岚市民政局\n2022年6月27日',
  ].join('\n');
}

export const codes = (reading: Recognition): string[] => reading.warnings.map((warning) => warning.code);
