/** The results that the scheme of a letter's office knows, to be chosen at the field, and the question before another is saved. */
import { App } from 'antd';
import type { ReactNode } from 'react';
import type { Elements } from '../../shared/model/elements.ts';
import { schemeOf, type ResultScheme } from '../../shared/model/result-schemes.ts';
import { useCall } from '../archive/use-call.ts';
import styles from './elements-form.module.css';
import { words } from './words.ts';

type Scheme = Omit<ResultScheme, 'scope'>;

/** Whether a result is said that its scheme does not know. */
export function isOutside(scheme: Scheme | null, code: string | null): code is string {
  return scheme !== null && code !== null && !Object.hasOwn(scheme.codes, code);
}

const NOTHING = {};

interface Offer {
  /** Stands under the field; undefined where no scheme is known. */
  action: ReactNode;
  /** Does it, after a question where the result was changed to one that the scheme does not know. */
  ask: (then: () => void) => void;
}

/** @param before the result as it was read or stored: what was there already is not asked about */
export function useResultOffer(value: Elements, before: string | null, onChange: (value: Elements) => void): Offer {
  const { modal } = App.useApp();
  const { value: settings } = useCall('settings.show', NOTHING);
  const scheme = schemeOf(value.issuer, value.session, settings?.reading.schemes);
  const code = value.result_code;
  const ask = (then: () => void): void => {
    if (scheme === null || code === before || !isOutside(scheme, code)) {
      then();
      return;
    }
    modal.confirm({
      title: words.outsideScheme(code, scheme.name),
      content: words.outsideAsk,
      okText: words.outsideKeep,
      cancelText: words.outsideBack,
      focusable: { autoFocusButton: 'cancel' },
      onOk: then,
    });
  };
  if (scheme === null) return { action: undefined, ask };
  return {
    action: (
      <div className={styles['offer']} role="group" aria-label={words.schemeCodes(scheme.name)}>
        {Object.entries(scheme.codes).map(([one, { legend }]) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === code}
            onClick={() => onChange({ ...value, result_code: one })}
          >
            {one === legend ? one : `${one} ${legend}`}
          </button>
        ))}
        {isOutside(scheme, code) && <span>{words.outsideScheme(code, scheme.name)}</span>}
      </div>
    ),
    ask,
  };
}
