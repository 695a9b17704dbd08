/** How large and how strong the window draws: three type sizes and a high-contrast scheme, remembered on this machine. */
import type { ThemeConfig } from 'antd';

export const TYPE_SIZES = ['standard', 'large', 'huge'] as const;
export type TypeSize = (typeof TYPE_SIZES)[number];
export interface Appearance {
  size: TypeSize;
  contrast: boolean;
}

const KEY = 'fuhan.appearance';
const PIXELS: Record<TypeSize, number> = { standard: 14, large: 17, huge: 20 };
const STANDARD: Appearance = { size: 'standard', contrast: false };

function isTypeSize(value: unknown): value is TypeSize {
  return TYPE_SIZES.some((size) => size === value);
}

/** Reads what was remembered; anything odd gives the standard look. */
export function parseAppearance(json: string | null): Appearance {
  try {
    const found: unknown = JSON.parse(json ?? '{}');
    if (typeof found !== 'object' || found === null) return STANDARD;
    const { size, contrast } = found as Record<string, unknown>;
    return { size: isTypeSize(size) ? size : STANDARD.size, contrast: contrast === true };
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

/** antd's theme: white, calm, one deep red; black on white with strong borders where high contrast is asked for. */
export function themeOf(appearance: Appearance): ThemeConfig {
  const fontSize = baseFontSize(appearance);
  const scale = fontSize / 14;
  return {
    token: {
      fontSize,
      fontFamily: 'var(--font-ui)',
      colorPrimary: '#a8071a',
      colorInfo: '#1d4f91',
      colorLink: '#8c0616',
      colorError: '#a8071a',
      colorWarning: '#ad6800',
      colorSuccess: '#2b6a2f',
      // The tints that antd derives from such dark colours are muddy.
      colorErrorBg: '#fff2f1',
      colorErrorBorder: '#f0a8a4',
      colorWarningBg: '#fffaeb',
      colorWarningBorder: '#ecd28a',
      colorInfoBg: '#f2f6fc',
      colorInfoBorder: '#b4c9e6',
      colorSuccessBg: '#f3faf1',
      colorSuccessBorder: '#acd3a6',
      borderRadius: 3,
      controlHeight: Math.round(32 * scale),
      motion: false,
      wireframe: false,
      ...(appearance.contrast
        ? {
            colorText: '#000000',
            colorTextSecondary: '#000000',
            colorTextTertiary: '#1f1f1f',
            colorTextDescription: '#1f1f1f',
            colorTextPlaceholder: '#4a4a4a',
            colorBorder: '#000000',
            colorBorderSecondary: '#4a4a4a',
            colorPrimary: '#7a0010',
            colorLink: '#7a0010',
          }
        : { colorTextDescription: '#5c5c5c', colorTextTertiary: '#6b6b6b', colorTextPlaceholder: '#757575' }),
    },
    components: { Table: { cellPaddingBlockSM: 6 }, Alert: { withDescriptionPadding: '10px 14px' } },
  };
}
