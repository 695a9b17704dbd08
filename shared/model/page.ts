/** Pages to look at, with the words that stand on them. */
import { z } from 'zod';

/** A piece of text on a page; its place in shares (0..1) of the page's width and height. */
export const pagePlaceSchema = z.object({
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type PagePlace = z.infer<typeof pagePlaceSchema>;

/** A page as it looks; `image` is a data URL. */
export const pagePictureSchema = z.object({
  name: z.string(),
  /** Counted from 1. */
  page: z.number(),
  pages: z.number(),
  /** Points of the picture. */
  width: z.number(),
  height: z.number(),
  image: z.string(),
  /** Empty where the page's words are not known. */
  places: z.array(pagePlaceSchema),
});
export type PagePictureShown = z.infer<typeof pagePictureSchema>;
