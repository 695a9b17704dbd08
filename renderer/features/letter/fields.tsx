/** The elements of a letter as a table to read. */
import { ELEMENT_LABELS, ELEMENT_NAMES, LIST_ELEMENTS, type Elements } from '../../../shared/model/elements.ts';
import styles from './letter.module.css';
import { words } from './words.ts';

export function Fields({ elements }: { elements: Elements }) {
  return (
    <table className={styles['fields']}>
      <tbody>
        {ELEMENT_NAMES.map((name) => {
          const value = elements[name];
          const list = LIST_ELEMENTS.includes(name) && Array.isArray(value) ? value.join('\n') : value;
          const text = list === null || list === '' ? words.absent : list;
          return (
            <tr key={name} data-field={name}>
              <th scope="row">{ELEMENT_LABELS[name]}</th>
              <td>{text}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
