/**
 * The page's Content-Security-Policy forbids making code from strings. zod tries it as soon as a schema is made, so this must be the
 * first import of the window.
 */
import { z } from 'zod';

z.config({ jitless: true });
