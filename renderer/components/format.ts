/** Numbers and times as people here read them. Pure. */
import { localTime } from '../../shared/text/dates.ts';

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

/** A moment (ISO with zone) in this machine's own time; anything else is shown as it is. */
export const formatTime = localTime;

const WEEKDAYS = '日一二三四五六';

/** A day as people say it, e.g. `11月29日 星期日`. */
export function dayWords(day: Date): string {
  return `${day.getMonth() + 1}月${day.getDate()}日 星期${WEEKDAYS[day.getDay()]}`;
}

/** How long ago a moment (ISO) was, as people say it: 刚刚、10 分钟前、昨天 18:00、3 天前、2022-06-27. */
export function sinceWords(iso: string, now: Date = new Date()): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes >= 0 && minutes < 1) return '刚刚';
  if (minutes >= 0 && minutes < 60) return `${minutes} 分钟前`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const day = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(now) - day(moment)) / 86_400_000);
  if (days === 0) return `今天 ${clock}`;
  if (days === 1) return `昨天 ${clock}`;
  if (days > 1 && days < 14) return `${days} 天前`;
  return formatTime(iso).slice(0, 10);
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
