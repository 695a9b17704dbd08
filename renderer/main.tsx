/** Starts the window: the look first, so that the first picture has the right colours, and a place for files that are let go already; then the program. */
import './app/no-eval.ts';
import { keepDrops } from './app/drops.ts';
import { lookAtOnce } from './app/first-look.ts';
import { OWN_LETTER } from './app/own-window.ts';

lookAtOnce();
// A letter's own window takes no files.
if (OWN_LETTER === null) keepDrops();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const [{ createRoot }, { Root }] = await Promise.all([import('react-dom/client'), import('./app/root.tsx')]);
createRoot(root).render(<Root />);
