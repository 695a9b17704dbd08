/** The elements of a letter as a table to read; a cited document is looked for by a click. */
import { Button } from 'antd';
import { ELEMENT_LABELS, ELEMENT_NAMES, isList, type Elements } from '../../../shared/model/elements.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { OWN_LETTER } from '../../app/own-window.ts';
import styles from './letter.module.css';
import { words } from './words.ts';

export function Fields({ elements }: { elements: Elements }) {
  return (
    <table className={styles['fields']}>
      <tbody>
        {ELEMENT_NAMES.map((name) => {
          const value = elements[name];
          const list = isList(name) && Array.isArray(value) ? value.join('\n') : value;
          const text = list === null || list === '' ? words.absent : list;
          return (
            <tr key={name} data-field={name}>
              <th scope="row">{ELEMENT_LABELS[name]}</th>
              <td>
                {OWN_LETTER === null && name === 'cited_documents' && Array.isArray(value) && value.length > 0
                  ? value.map((number) => <CitedDocument key={number} number={number} />)
                  : text}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function CitedDocument({ number }: { number: string }) {
  const { go } = useNavigation();
  return (
    <div>
      <Button
        type="link"
        size="small"
        title={words.searchFor(number)}
        onClick={() => go({ view: 'search', query: `"${number}"` })}
      >
        {number}
      </Button>
    </div>
  );
}
