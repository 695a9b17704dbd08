/** Starts the window: the look first, so that the first picture has the right colours, then the program. */
import './app/no-eval.ts';
import { lookAtOnce } from './app/first-look.ts';

lookAtOnce();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const [{ createRoot }, { Root }] = await Promise.all([import('react-dom/client'), import('./app/root.tsx')]);
createRoot(root).render(<Root />);
