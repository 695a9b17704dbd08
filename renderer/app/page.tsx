/** The shape that every page shares: a heading that takes the focus, its tools, and the body. */
import { ArrowLeftIcon } from '../components/icons.tsx';
import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useNavigation } from './navigation.tsx';
import styles from './page.module.css';
import { words } from './words.ts';

interface Props {
  title: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  /** Shows the way back; for pages that one comes to from another page. */
  withBack?: boolean;
  /** The body fills the page to its edges and scrolls by itself. */
  flush?: boolean;
  /** The page puts the focus somewhere itself. */
  ownFocus?: boolean;
}

export function Page({ title, tools, children, withBack = false, flush = false, ownFocus = false }: Props) {
  const { back, canGoBack } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!ownFocus) heading.current?.focus({ preventScroll: true });
  }, [ownFocus]);
  return (
    <section className={styles['page']}>
      <header className={styles['head']}>
        {withBack && canGoBack && (
          <Button icon={<ArrowLeftIcon />} onClick={back} title={words.backHint}>
            {words.back}
          </Button>
        )}
        <h1 ref={heading} tabIndex={-1} className={styles['grow']}>
          {title}
        </h1>
        <div className={styles['tools']}>{tools}</div>
      </header>
      <div className={flush ? `${styles['body']} ${styles['flush']}` : styles['body']}>{children}</div>
    </section>
  );
}
