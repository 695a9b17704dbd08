/**
 * A file as it looks, told in shapes of our own: paragraphs, tables, drawn pages, sheets. Nothing of the file's own code is in it, and no
 * address: what shows it can neither run nor fetch anything. Lengths are points (1/72 inch) unless a name says otherwise.
 */
import { z } from 'zod';

/** The families of type that official letters are set in. */
export const TYPEFACES = ['song', 'fang', 'hei', 'kai', 'title', 'latin'] as const;
export type Typeface = (typeof TYPEFACES)[number];

const color = z.string().regex(/^#[0-9a-f]{6}$/);
/** A data URL of a picture that this program drew itself. */
const image = z.string().regex(/^data:image\/png;base64,[A-Za-z0-9+/=]*$/);
const length = z.number().min(-10_000).max(10_000);

const runSchema = z.object({
  text: z.string(),
  face: z.enum(TYPEFACES).optional(),
  size: length.optional(),
  color: color.optional(),
  /** Any of: bold, italic, underline, strike, up, down. */
  looks: z.array(z.enum(['bold', 'italic', 'underline', 'strike', 'up', 'down'])).optional(),
  /** In the place of text: a picture, null where it cannot be shown. */
  picture: z.object({ image: image.nullable(), width: length, height: length }).optional(),
});
export type PreviewRun = z.infer<typeof runSchema>;

const paragraphSchema = z.object({
  kind: z.literal('paragraph'),
  runs: z.array(runSchema),
  align: z.enum(['left', 'center', 'right', 'justify']).optional(),
  /** Of the first line, against `left`; in shares of the type's size where `firstEm` is there. */
  first: length.optional(),
  firstEm: z.number().min(-100).max(100).optional(),
  left: length.optional(),
  right: length.optional(),
  before: length.optional(),
  after: length.optional(),
  /** Height of a line: so many points, or so many times the type. */
  line: z
    .object({ exact: length })
    .or(z.object({ times: z.number().min(0).max(100) }))
    .optional(),
  /** The number that the program counts in front of it. */
  label: z.string().optional(),
  newPage: z.literal(true).optional(),
  /** A line drawn below it, in this colour. */
  ruled: color.optional(),
});
export type PreviewParagraph = z.infer<typeof paragraphSchema>;

const cellSchema = z.object({
  paragraphs: z.array(paragraphSchema),
  columns: z.number().int().min(1).max(1024),
  rows: z.number().int().min(1).max(10_000),
  middle: z.literal(true).optional(),
});
export type PreviewCell = z.infer<typeof cellSchema>;

const tableSchema = z.object({
  kind: z.literal('table'),
  /** Of the columns; empty where the file does not say. */
  widths: z.array(length),
  bordered: z.boolean(),
  align: z.enum(['left', 'center', 'right']).optional(),
  rows: z.array(z.array(cellSchema)),
});
export type PreviewTable = z.infer<typeof tableSchema>;

const blockSchema = z.discriminatedUnion('kind', [paragraphSchema, tableSchema]);
export type PreviewBlock = z.infer<typeof blockSchema>;

/** a b c d e f, as SVG takes it. */
const matrix = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

const itemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    /** Where each character stands, as many as there are characters. */
    xs: z.array(z.number()),
    ys: z.array(z.number()),
    size: z.number(),
    face: z.enum(TYPEFACES),
    bold: z.boolean(),
    color,
    matrix,
  }),
  z.object({ kind: z.literal('picture'), image: image.nullable(), matrix }),
  z.object({
    kind: z.literal('path'),
    d: z.string().regex(/^[MLQCAZ0-9eE.,\s-]*$/),
    stroke: color.nullable(),
    fill: color.nullable(),
    width: z.number(),
    matrix,
  }),
]);
export type PreviewItem = z.infer<typeof itemSchema>;

export const previewSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('document'),
    name: z.string(),
    page: z.object({ width: length, left: length, right: length, top: length, bottom: length }),
    header: z.array(blockSchema),
    blocks: z.array(blockSchema),
    footer: z.array(blockSchema),
    /** It is longer than what is shown. */
    cut: z.boolean(),
  }),
  z.object({
    kind: z.literal('drawn'),
    name: z.string(),
    /** Counted from 1. */
    number: z.number(),
    pages: z.number(),
    /** In millimetres, as everything on the page. */
    width: z.number(),
    height: z.number(),
    items: z.array(itemSchema),
    cut: z.boolean(),
  }),
  z.object({
    kind: z.literal('mail'),
    name: z.string(),
    head: z.array(z.object({ label: z.string(), value: z.string() })),
    body: z.string(),
    files: z.array(z.object({ name: z.string(), size: z.number() })),
    cut: z.boolean(),
  }),
  z.object({
    kind: z.literal('sheets'),
    name: z.string(),
    sheets: z.array(z.object({ name: z.string(), rows: z.array(z.array(z.string())) })),
    cut: z.boolean(),
  }),
  z.object({
    kind: z.literal('packed'),
    name: z.string(),
    /** What lies in it, in the order of its own list. `size` as the list claims it: nothing is unpacked. */
    files: z.array(z.object({ name: z.string(), size: z.number(), locked: z.boolean() })),
    /** How many files it lists, those that are not shown counted too. */
    total: z.number(),
    cut: z.boolean(),
  }),
]);
export type Preview = z.infer<typeof previewSchema>;
export type PreviewOf<K extends Preview['kind']> = Extract<Preview, { kind: K }>;

/** Files of these names can be shown as they look, beside pdf and pictures. */
export const hasPreview = (name: string): boolean => /\.(?:docx|docm|dotx|dotm|ofd|eml|xlsx|xlsm|zip)$/i.test(name);
