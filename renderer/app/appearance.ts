/** How the window looks: three type sizes; light, dark, high contrast, or as the system says. Remembered on this machine. */
import { theme, type ThemeConfig } from 'antd';

export const TYPE_SIZES = ['standard', 'large', 'huge'] as const;
export type TypeSize = (typeof TYPE_SIZES)[number];
export const LOOKS = ['system', 'light', 'dark', 'high'] as const;
export type Look = (typeof LOOKS)[number];
/** What is drawn in the end. */
export type DrawnLook = Exclude<Look, 'system'>;
export interface Appearance {
  size: TypeSize;
  look: Look;
}

const KEY = 'fuhan.appearance';
const PIXELS: Record<TypeSize, number> = { standard: 14, large: 16, huge: 18 };
const STANDARD: Appearance = { size: 'standard', look: 'system' };

/** Reads what was remembered; anything odd gives the standard look. */
export function parseAppearance(json: string | null): Appearance {
  try {
    const found: unknown = JSON.parse(json ?? '{}');
    if (typeof found !== 'object' || found === null) return STANDARD;
    const { size, look, contrast } = found as Record<string, unknown>;
    // Windows before this one remembered high contrast alone.
    const before: Look = contrast === true ? 'high' : STANDARD.look;
    return {
      size: TYPE_SIZES.find((one) => one === size) ?? STANDARD.size,
      look: LOOKS.find((one) => one === look) ?? before,
    };
  } catch {
    return STANDARD;
  }
}

export function loadAppearance(): Appearance {
  return parseAppearance(localStorage.getItem(KEY));
}

export function saveAppearance(appearance: Appearance): void {
  localStorage.setItem(KEY, JSON.stringify(appearance));
}

/** Base type size in CSS pixels. */
export function baseFontSize(appearance: Appearance): number {
  return PIXELS[appearance.size];
}

export interface SystemLook {
  dark: boolean;
  contrast: boolean;
}

/** The look that is drawn: the person's choice, else the system's. */
export function drawnLook(look: Look, system: SystemLook): DrawnLook {
  if (look !== 'system') return look;
  if (system.contrast) return 'high';
  return system.dark ? 'dark' : 'light';
}

const LIGHT = {
  colorPrimary: '#b0121b',
  colorInfo: '#2459b3',
  colorLink: '#2459b3',
  colorError: '#b0121b',
  colorWarning: '#8a5a00',
  colorSuccess: '#1f6b35',
  // The tints that antd derives from such dark colours are muddy.
  colorErrorBg: '#fff2f1',
  colorErrorBorder: '#f0a8a4',
  colorWarningBg: '#fffaeb',
  colorWarningBorder: '#ecd28a',
  colorInfoBg: '#f2f6fc',
  colorInfoBorder: '#b4c9e6',
  colorSuccessBg: '#f3faf1',
  colorSuccessBorder: '#acd3a6',
  colorText: '#1f2430',
  colorTextSecondary: '#545c6c',
  colorTextDescription: '#545c6c',
  colorTextTertiary: '#5d6576',
  colorTextPlaceholder: '#666e7e',
  colorTextDisabled: '#666e7e',
  colorBorder: '#c9ced8',
  colorBorderSecondary: '#e3e6ec',
} as const;

const DARK = {
  colorPrimary: '#c9323c',
  colorInfo: '#7fa9f5',
  colorLink: '#8ab2ff',
  colorLinkHover: '#a8c6ff',
  colorError: '#ff7a80',
  colorWarning: '#e5b454',
  colorSuccess: '#7fcf94',
  colorBgBase: '#1c1f26',
  colorBgContainer: '#1c1f26',
  colorBgElevated: '#262a33',
  colorBgLayout: '#14161b',
  colorText: '#e8eaf0',
  colorTextSecondary: '#b4bbc9',
  colorTextDescription: '#b4bbc9',
  colorTextTertiary: '#a7aebd',
  colorTextPlaceholder: '#99a1b1',
  colorTextDisabled: '#99a1b1',
  colorBorder: '#4a5160',
  colorBorderSecondary: '#333844',
} as const;

const HIGH = {
  ...LIGHT,
  colorText: '#000000',
  colorTextSecondary: '#000000',
  colorTextTertiary: '#1f1f1f',
  colorTextDescription: '#1f1f1f',
  colorTextPlaceholder: '#404040',
  colorTextDisabled: '#404040',
  colorBorder: '#000000',
  colorBorderSecondary: '#404040',
  colorPrimary: '#7a0010',
  colorLink: '#00307a',
} as const;

/** `--focus` of app.css, where antd wants a colour that it can read. */
const FOCUS = { light: '#2459b3', dark: '#8ab2ff', high: '#00307a' } as const;

const COLOURS = { light: LIGHT, dark: DARK, high: HIGH } as const;

/** The frame of a field that has the keyboard: a red one says that something is wrong with it. */
const FIELD = {
  activeBorderColor: 'var(--focus)',
  hoverBorderColor: 'var(--focus)',
} as const;
const RING = '0 0 0 2px color-mix(in srgb, var(--focus) 25%, transparent)';

/** antd's theme: quiet greys, one red for the brand and the primary act. */
export function themeOf(appearance: Appearance, look: DrawnLook): ThemeConfig {
  const fontSize = baseFontSize(appearance);
  const scale = fontSize / 14;
  return {
    algorithm: look === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontSize,
      // Small type of antd's own stays readable: nothing is under 12 px.
      fontSizeSM: Math.max(12, fontSize - 2),
      fontFamily: 'var(--font-ui)',
      ...COLOURS[look],
      // The ring of what has the keyboard, as the window's own.
      colorPrimaryBorder: FOCUS[look],
      borderRadius: 6,
      controlHeight: Math.round(32 * scale),
      motion: false,
      wireframe: false,
    },
    components: {
      // What is chosen is blue everywhere, as in the list: red is the brand's and the primary act's.
      Table: { cellPaddingBlockSM: 6, rowSelectedBg: 'var(--chosen)', rowSelectedHoverBg: 'var(--chosen)' },
      Select: {
        ...FIELD,
        optionSelectedBg: 'var(--chosen)',
        activeOutlineColor: 'color-mix(in srgb, var(--focus) 25%, transparent)',
      },
      Input: { ...FIELD, activeShadow: RING },
      InputNumber: { ...FIELD, activeShadow: RING },
      Alert: { withDescriptionPadding: '10px 14px' },
      Tag: { fontSizeSM: 12 },
      ...(look === 'dark' ? { Tabs: { itemSelectedColor: '#ff8a90', itemHoverColor: '#ff8a90' } } : {}),
      Button: { primaryShadow: 'none', defaultShadow: 'none' },
    },
  };
}
