/** The families of type as this machine may have them; names of fonts in files go no further than the engine. */
import type { Typeface } from '../../../shared/model/preview.ts';

const SONG = "'SimSun', '宋体', 'NSimSun', 'Noto Serif SC', 'Noto Serif CJK SC', serif";

export const FACES: Readonly<Record<Typeface, string>> = {
  song: SONG,
  fang: `'FangSong_GB2312', '仿宋_GB2312', 'FangSong', '仿宋', 'STFangsong', ${SONG}`,
  kai: `'KaiTi_GB2312', '楷体_GB2312', 'KaiTi', '楷体', 'STKaiti', ${SONG}`,
  hei: "'SimHei', '黑体', 'STHeiti', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif",
  title: `'方正小标宋简体', 'FZXiaoBiaoSong-B05S', '小标宋', ${SONG}`,
  latin: `'Times New Roman', 'Liberation Serif', ${SONG}`,
};
