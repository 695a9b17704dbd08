/** The difference of two versions: elements, text and attachments, each side by side. */
import { Alert, Button, Checkbox, Segmented, Space, Spin, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { elementLabel } from '../../../shared/model/elements.ts';
import { roleLabel, DIFF_LANES, type LetterDiff } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { valueToText } from '../../components/element-text.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import styles from './history.module.css';
import { onlyChanged, sideBySide, type Piece } from './side-by-side.ts';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  id: string;
  from: number;
  to: number;
}

export function DiffView({ id, from, to }: Props) {
  const [loose, setLoose] = useState(false);
  const input = { id, from, to, loose };
  const { value, error, reload, answers } = useCall('letters.diff', from === to ? null : input);
  if (from === to) return <Alert type="info" showIcon title={words.same} />;
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined || answers !== JSON.stringify(input)) return <Spin />;
  return (
    <section className={styles['diff']} aria-label={words.comparing(from, to)}>
      <h2>{words.comparing(from, to)}</h2>
      <Space wrap className={layout['below8'] ?? ''}>
        <Checkbox checked={loose} onChange={(event) => setLoose(event.target.checked)}>
          {words.loose}
        </Checkbox>
        <PrintDiff {...input} />
      </Space>
      <Differences diff={value} heads={[words.version(from), words.version(to)]} />
    </section>
  );
}

/** All that differs, side by side. @param heads what stands over the two sides */
export function Differences({ diff, heads }: { diff: LetterDiff; heads: Sides }) {
  const kept = diff.attachments.every((change) => change.op === 'kept');
  const textSame = diff.text.every((op) => op.op === 'equal');
  if (diff.fields.length === 0 && kept && textSame) return <Alert type="info" showIcon title={words.identical} />;
  return (
    <>
      <FieldChanges diff={diff} heads={heads} />
      <Lanes diff={diff} heads={heads} />
      <TextChanges diff={diff} heads={heads} same={textSame} />
      <AttachmentChanges diff={diff} same={kept} />
    </>
  );
}

type Sides = readonly [string, string];

function PrintDiff(input: Props & { loose: boolean }) {
  const report = useReport();
  const task = useTask(async (options) => {
    const { chosen } = await call('shell.chooseFolder', { title: words.printFolder, use: 'write_folder' });
    return chosen === null ? null : call('letters.printDiff', { ...input, out: chosen.handle }, options);
  });
  const { result } = task;
  return (
    <>
      <Button size="small" loading={task.running} onClick={task.start}>
        {words.print}
      </Button>
      {task.error && <ErrorNotice error={task.error} onClose={task.reset} />}
      {result && (
        <span role="status">
          {words.printed}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => void call('shell.reveal', { path: result.file }).catch(report)}
          >
            {result.file}
          </Button>
        </span>
      )}
    </>
  );
}

/** What matters most in a reply, apart from the words around it. */
function Lanes({ diff: { lanes }, heads }: { diff: LetterDiff; heads: Sides }) {
  return (
    <>
      <h3>{words.lanes}</h3>
      {lanes.length === 0 ? (
        <p>{words.lanesSame}</p>
      ) : (
        <table className={styles['sides']}>
          <colgroup>
            <col className={layout['em9'] ?? ''} />
          </colgroup>
          <Heads heads={heads} first={words.lane} />
          <tbody>
            {lanes.map(({ lane, removed, added }) => (
              <tr key={lane} data-lane={lane}>
                <th scope="row">{DIFF_LANES[lane]}</th>
                <td>{removed.length === 0 ? '' : <del>{removed.join('、')}</del>}</td>
                <td>{added.length === 0 ? '' : <ins>{added.join('、')}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Heads({ heads: [left, right], first }: { heads: Sides; first?: string }) {
  return (
    <thead>
      <tr>
        {first !== undefined && <th scope="col">{first}</th>}
        <th scope="col">{left}</th>
        <th scope="col">{right}</th>
      </tr>
    </thead>
  );
}

function FieldChanges({ diff: { fields }, heads }: { diff: LetterDiff; heads: Sides }) {
  return (
    <>
      <h3>{words.fields}</h3>
      {fields.length === 0 ? (
        <p>{words.fieldsSame}</p>
      ) : (
        <table className={styles['sides']}>
          <colgroup>
            <col className={layout['em9'] ?? ''} />
          </colgroup>
          <Heads heads={heads} first={words.field} />
          <tbody>
            {fields.map((change) => (
              <tr key={change.field} data-field={change.field}>
                <th scope="row">{elementLabel(change.field)}</th>
                <td>{valueToText(change.from) === '' ? words.empty : <del>{valueToText(change.from)}</del>}</td>
                <td>{valueToText(change.to) === '' ? words.empty : <ins>{valueToText(change.to)}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function TextChanges({ diff: { text }, heads, same }: { diff: LetterDiff; heads: Sides; same: boolean }) {
  const [short, setShort] = useState(true);
  const [inline, setInline] = useState(false);
  const rows = useMemo(() => sideBySide(text), [text]);
  const blocks = useMemo(
    () => (short ? onlyChanged(rows) : rows.map((row) => ({ kind: 'row' as const, row }))),
    [rows, short],
  );
  return (
    <>
      <h3>
        {words.text}
        {!same && (
          <Segmented<'sides' | 'inline'>
            size="small"
            aria-label={words.way}
            value={inline ? 'inline' : 'sides'}
            onChange={(way) => setInline(way === 'inline')}
            options={[
              { value: 'sides', label: words.sides },
              { value: 'inline', label: words.inline },
            ]}
          />
        )}
        {!same && !inline && (
          <Checkbox checked={short} onChange={(event) => setShort(event.target.checked)}>
            {words.onlyChanges}
          </Checkbox>
        )}
      </h3>
      {same ? (
        <p>{words.textSame}</p>
      ) : inline ? (
        <div className={styles['inline']}>
          {text.map(({ op, text: part }, at) =>
            op === 'equal' ? part : op === 'delete' ? <del key={at}>{part}</del> : <ins key={at}>{part}</ins>,
          )}
        </div>
      ) : (
        <table className={`${styles['sides']} ${styles['text']}`}>
          <Heads heads={heads} />
          <tbody>
            {blocks.map((block, index) =>
              block.kind === 'skipped' ? (
                <tr key={index}>
                  <td colSpan={2} className={styles['skipped']}>
                    {words.skipped(block.count)}
                  </td>
                </tr>
              ) : (
                <tr key={index} data-changed={block.row.changed} data-moved={block.row.moved}>
                  <Cell pieces={block.row.left} tag="del" moved={block.row.moved === true} />
                  <Cell pieces={block.row.right} tag="ins" moved={block.row.moved === true} />
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
    </>
  );
}

function Cell({ pieces, tag: Changed, moved }: { pieces: Piece[] | null; tag: 'del' | 'ins'; moved: boolean }) {
  if (pieces === null) return <td className={styles['missing']} />;
  if (moved)
    return (
      <td className={styles['moved']}>
        <small>{Changed === 'del' ? words.movedAway : words.movedHere}</small>
        {pieces.map(({ text }) => text).join('')}
      </td>
    );
  return <td>{pieces.map(({ text, changed }, index) => (changed ? <Changed key={index}>{text}</Changed> : text))}</td>;
}

const OP_COLORS = { added: 'green', removed: 'red', kept: 'default', role: 'orange' } as const;

function AttachmentChanges({ diff: { attachments }, same }: { diff: LetterDiff; same: boolean }) {
  return (
    <>
      <h3>{words.attachments}</h3>
      {same ? (
        <p>{words.attachmentsSame}</p>
      ) : (
        <ul className={styles['files']}>
          {attachments.map(({ op, attachment }) => (
            <li key={`${op}-${attachment.id}`} data-op={op}>
              <Tag color={OP_COLORS[op]}>{words[op]}</Tag>
              {attachment.name}（{roleLabel(attachment.role)}）
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
