/** Starts the window. */
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import './app/app.css';
import { Root } from './app/root.tsx';

// The page's Content-Security-Policy forbids making code from strings; zod would try, and the browser would complain.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<Root />);
