/** Numbers and times as people here read them. Pure. */
import { beijingClock, beijingDay, beijingTime, daysBefore } from '../../shared/text/dates.ts';

/** A size in bytes, e.g. `12.3 KB`. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** A moment (ISO with zone) as China's clock shows it; anything else is shown as it is. Papers, which leave the office, also say whose clock it is. */
export const formatTime = (iso: string): string => beijingTime(iso).replace(/ \+08:00$/, '');

const WEEKDAYS = '日一二三四五六';

/** The day of a moment as people say it, e.g. `11月29日 星期日`. */
export function dayWords(moment: Date): string {
  const day = beijingClock(moment);
  return `${day.getUTCMonth() + 1}月${day.getUTCDate()}日 星期${WEEKDAYS[day.getUTCDay()]}`;
}

/** How long ago a moment (ISO) was, as people say it: 刚刚、10 分钟前、昨天 18:00、3 天前、2022-06-27. Days are China's. */
export function sinceWords(iso: string, now: Date = new Date()): string {
  const moment = Date.parse(iso);
  if (Number.isNaN(moment)) return iso;
  const minutes = Math.floor((now.getTime() - moment) / 60_000);
  if (minutes >= 0 && minutes < 1) return '刚刚';
  if (minutes >= 0 && minutes < 60) return `${minutes} 分钟前`;
  const [day, today] = [beijingDay(iso), beijingDay(now.toISOString())];
  const clock = beijingTime(iso).slice(11, 16);
  if (day === today) return `今天 ${clock}`;
  if (day === daysBefore(today, 1)) return `昨天 ${clock}`;
  if (day < today && day > daysBefore(today, 14)) return `${(Date.parse(today) - Date.parse(day)) / 86_400_000} 天前`;
  return day;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.pdf$/i, 'PDF 文件'],
  [/\.(?:docx?|docm|rtf|odt|wps)$/i, '文字文档'],
  [/\.(?:xlsx?|xlsm|ods|et|csv)$/i, '表格'],
  [/\.(?:pptx?|odp|dps)$/i, '演示文稿'],
  [/\.(?:png|jpe?g|tiff?|gif|bmp|webp)$/i, '图片'],
  [/\.ofd$/i, 'OFD 版式文件'],
  [/\.(?:eml|msg)$/i, '邮件'],
  [/\.(?:html?|mht)$/i, '网页'],
  [/\.(?:zip|rar|7z)$/i, '压缩包'],
  [/\.(?:txt|md)$/i, '文本'],
];

/** What kind of file a name says, in words. */
export function kindOf(name: string): string {
  return KINDS.find(([ending]) => ending.test(name))?.[1] ?? '其他文件';
}
