/** Starts the window. */
import './app/no-eval.ts';
import { createRoot } from 'react-dom/client';
import './app/app.css';
import { Root } from './app/root.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<Root />);
