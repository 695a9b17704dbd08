/** Puts the window together: theme, words of antd in Chinese, navigation, session, frame. */
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { baseFontSize, drawnLook, loadAppearance, saveAppearance, themeOf, type SystemLook } from './appearance.ts';
import { styleNonce } from './csp.ts';
import { systemLook } from './first-look.ts';
import { Frame } from './frame.tsx';
import { Gate } from './gate.tsx';
import { useKeyboardPlace } from './keyboard-place.ts';
import { NavigationProvider } from './navigation.tsx';
import { OWN_LETTER } from './own-window.ts';
import { SessionProvider } from './session.tsx';
import { handOverTyped } from './typed.ts';
import layout from '../components/layout.module.css';

const nonce = styleNonce();
const csp = nonce === undefined ? {} : { csp: { nonce } };

const LetterWindow = lazy(() => import('./letter-window.tsx').then((m) => ({ default: m.LetterWindow })));

// A letter's own window holds no work.
if (OWN_LETTER === null) handOverTyped();

/** One line at the foot of the page, out of the way of what is being read. */
const MESSAGE = { maxCount: 1, top: 'calc(100vh - 72px)' };

export function Root() {
  const [appearance, setAppearance] = useState(loadAppearance);
  const look = drawnLook(appearance.look, useSystemLook());
  useKeyboardPlace();
  useEffect(() => {
    const root = document.documentElement;
    root.style.setProperty('--base-size', `${baseFontSize(appearance)}px`);
    root.dataset['look'] = look;
    saveAppearance(appearance);
  }, [appearance, look]);
  // The main window's choice holds for all windows.
  useEffect(() => {
    const follow = (): void => setAppearance(loadAppearance());
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);
  const theme = useMemo(() => themeOf(appearance, look), [appearance, look]);
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} {...csp}>
      <App className={layout['tall'] ?? ''} message={MESSAGE}>
        <Gate>
          <NavigationProvider>
            <SessionProvider>
              {OWN_LETTER === null ? (
                <Frame appearance={appearance} onAppearance={setAppearance} />
              ) : (
                <Suspense fallback={null}>
                  <LetterWindow letter={OWN_LETTER} />
                </Suspense>
              )}
            </SessionProvider>
          </NavigationProvider>
        </Gate>
      </App>
    </ConfigProvider>
  );
}

/** What the system asks for, also while it changes. */
function useSystemLook(): SystemLook {
  const [look, setLook] = useState(systemLook);
  useEffect(() => {
    const asked = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => window.matchMedia(query));
    const tell = (): void => setLook(systemLook());
    asked.forEach((query) => query.addEventListener('change', tell));
    return () => asked.forEach((query) => query.removeEventListener('change', tell));
  }, []);
  return look;
}
