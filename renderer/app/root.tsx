/** Puts the window together: theme, words of antd in Chinese, navigation, session, frame. */
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';
import { baseFontSize, loadAppearance, saveAppearance, themeOf } from './appearance.ts';
import { styleNonce } from './csp.ts';
import { Frame } from './frame.tsx';
import { Gate } from './gate.tsx';
import { NavigationProvider } from './navigation.tsx';
import { SessionProvider } from './session.tsx';
import layout from '../components/layout.module.css';

const nonce = styleNonce();
const csp = nonce === undefined ? {} : { csp: { nonce } };

/** One line at the foot of the page, out of the way of what is being read. */
const MESSAGE = { maxCount: 1, top: 'calc(100vh - 72px)' };

export function Root() {
  const [appearance, setAppearance] = useState(loadAppearance);
  useEffect(() => {
    const root = document.documentElement;
    root.style.setProperty('--base-size', `${baseFontSize(appearance)}px`);
    root.dataset['contrast'] = appearance.contrast ? 'high' : 'standard';
    saveAppearance(appearance);
  }, [appearance]);
  return (
    <ConfigProvider locale={zhCN} theme={themeOf(appearance)} button={{ autoInsertSpace: false }} {...csp}>
      <App className={layout['tall'] ?? ''} message={MESSAGE}>
        <Gate>
          <NavigationProvider>
            <SessionProvider>
              <Frame appearance={appearance} onAppearance={setAppearance} />
            </SessionProvider>
          </NavigationProvider>
        </Gate>
      </App>
    </ConfigProvider>
  );
}
