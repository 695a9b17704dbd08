/** Bulk edit: find, choose, preview, one reason, one act, one undo. */
import { Alert, App, Button, Checkbox, Input, Select, Space, Table, Tag } from 'antd';
import { useState, type FormEvent, type Key } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import {
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  choicesOf,
  elementSpec,
  isList,
  type ElementName,
  type Elements,
} from '../../../shared/model/elements.ts';
import { call } from '../../archive/client.ts';
import { useCall, useTask } from '../../archive/use-call.ts';
import { useSession } from '../../app/session.tsx';
import { parseDate, textToList, valueToText } from '../../components/element-text.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

type PreviewRow = CallOutput<'letters.previewBulk'>[number];
type Hit = Pick<CallOutput<'search.query'>['hits'][number], 'id' | 'name' | 'doc_number'>;

interface FieldChange {
  field: ElementName;
  text: string;
  /** The element is to be emptied: said by itself, never by leaving a box empty. */
  clear?: true;
}

const MOST_FOUND = 500;

/** Whether a field says what is to become of it: an empty box alone says nothing. */
export function isSaid({ field, text, clear }: FieldChange): boolean {
  if (clear === true) return true;
  return isList(field) ? textToList(field, text).length > 0 : text.trim() !== '';
}

/** The values that the typed texts mean. Checked by the contract like every input. */
export function changesOf(fields: readonly FieldChange[]): Partial<Elements> {
  const entries = fields.filter(isSaid).map(({ field, text, clear }): [string, unknown] => {
    if (clear === true) return [field, isList(field) ? [] : null];
    if (isList(field)) return [field, textToList(field, text)];
    const plain = text.trim();
    return [field, elementSpec(field).kind === 'date' ? (parseDate(plain) ?? plain) : plain];
  });
  return Object.fromEntries(entries);
}

export function BulkEdit({ ids }: { ids?: readonly string[] | undefined }) {
  const { readOnly } = useSession();
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Key[]>([...(ids ?? [])]);
  const [fields, setFields] = useState<FieldChange[]>([]);
  const given = ids !== undefined && query === '';
  const searched = useCall('search.query', query === '' ? null : { query, limit: MOST_FOUND });
  const listed = useCall('letters.rows', given ? { ids: ids.slice(0, MOST_FOUND) } : null);
  const rows = given ? listed.value?.letters : searched.value?.hits;
  const total = given ? ids.length : (searched.value?.total ?? 0);
  const failed = given ? listed : searched;
  const preview = useTask((options) =>
    call('letters.previewBulk', { ids: chosen.map(String), set: changesOf(fields) }, options),
  );
  const search = (event: FormEvent): void => {
    event.preventDefault();
    setChosen([]);
    preview.reset();
    setQuery(typed.trim());
  };
  const change = (next: FieldChange[]): void => {
    preview.reset();
    setFields(next);
  };
  return (
    <>
      <p>{words.bulkHint}</p>
      <form onSubmit={search}>
        <Space wrap>
          <label htmlFor="bulk-query">{words.query}</label>
          <Input
            id="bulk-query"
            className={layout['em24'] ?? ''}
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
          />
          <Button htmlType="submit">{words.find}</Button>
        </Space>
      </form>
      {failed.error && <ErrorNotice error={failed.error} onRetry={failed.reload} />}
      {rows && (
        <>
          <p role="status">{words.found(total, rows.length)}</p>
          <Table<Hit>
            size="small"
            rowKey="id"
            dataSource={rows}
            rowSelection={{
              selectedRowKeys: chosen,
              onChange: (keys) => {
                preview.reset();
                setChosen(keys);
              },
            }}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              { title: words.letter, dataIndex: 'name' },
              { title: words.docNumber, dataIndex: 'doc_number' },
            ]}
          />
          <Fields fields={fields} onChange={change} />
          <Button
            type="primary"
            disabled={chosen.length === 0 || !fields.some(isSaid) || preview.running || readOnly}
            onClick={preview.start}
          >
            {words.preview(chosen.length)}
          </Button>
        </>
      )}
      {preview.error && <ErrorNotice error={preview.error} />}
      {preview.result && <Preview rows={preview.result} set={changesOf(fields)} onDone={failed.reload} />}
    </>
  );
}

function Fields({ fields, onChange }: { fields: FieldChange[]; onChange: (fields: FieldChange[]) => void }) {
  const replace = (at: number, next: FieldChange): void =>
    onChange(fields.map((one, index) => (index === at ? next : one)));
  const free = ELEMENT_NAMES.filter((name) => !fields.some(({ field }) => field === name));
  const options = (own: ElementName) => [own, ...free].map((value) => ({ value, label: ELEMENT_LABELS[value] }));
  return (
    <Space orientation="vertical" className={layout['wholeAround12'] ?? ''}>
      {fields.map(({ field, text, clear }, index) => (
        <Space key={field} wrap>
          <Select
            aria-label={words.field}
            showSearch={{ optionFilterProp: 'label' }}
            className={layout['em10'] ?? ''}
            value={field}
            options={options(field)}
            onChange={(next) => replace(index, { field: next, text: '' })}
          />
          {choicesOf(field) === undefined ? (
            <Input
              aria-label={`${words.value}：${ELEMENT_LABELS[field]}`}
              className={layout['em24'] ?? ''}
              placeholder={words.value}
              disabled={clear === true}
              value={clear === true ? '' : text}
              onChange={(event) => replace(index, { field, text: event.target.value })}
            />
          ) : (
            <Select
              aria-label={`${words.value}：${ELEMENT_LABELS[field]}`}
              className={layout['em12'] ?? ''}
              placeholder={words.value}
              disabled={clear === true}
              value={clear === true || text === '' ? null : text}
              options={(choicesOf(field) ?? []).map((value) => ({ value, label: value }))}
              onChange={(next) => replace(index, { field, text: next })}
            />
          )}
          <Checkbox
            checked={clear === true}
            onChange={(event) =>
              replace(index, { field, text, ...(event.target.checked ? { clear: true as const } : {}) })
            }
          >
            {words.clearValue}
          </Checkbox>
          <Button size="small" onClick={() => onChange(fields.filter((_, at) => at !== index))}>
            {words.removeField}
          </Button>
        </Space>
      ))}
      <Button
        size="small"
        disabled={free.length === 0}
        onClick={() => free[0] !== undefined && onChange([...fields, { field: free[0], text: '' }])}
      >
        {words.addField}
      </Button>
    </Space>
  );
}

interface PreviewProps {
  rows: PreviewRow[];
  set: Partial<Elements>;
  onDone: () => void;
}

function Preview({ rows, set, onDone }: PreviewProps) {
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'apply' | 'undo' | null>(null);
  const [done, setDone] = useState<{ batch: string; changed: number; waiting: number } | null>(null);
  const changing = rows.filter((row) => row.refused === null && row.changes.length > 0);
  const apply = async (reason: string): Promise<void> => {
    const letters = changing.map(({ id, version }) => ({ id, version }));
    const made = await call('letters.editBulk', { letters, set, reason });
    const waiting = made.warnings.filter(({ code }) => code === 'REVIEW_STAYS').length;
    setDone({ batch: made.batch, changed: made.changed.length, waiting });
    setAsking(null);
    void message.success(words.applied(made.changed.length));
    onDone();
  };
  const undo = async (reason: string): Promise<void> => {
    if (done === null) return;
    const { undone, left } = await call('letters.undoBulk', { batch: done.batch, reason });
    setDone(null);
    setAsking(null);
    void message.info(words.undone(undone.length, left.length));
    onDone();
  };
  return (
    <section aria-label={words.willChange(changing.length)} className={layout['above12'] ?? ''}>
      {done === null ? (
        <Space>
          <strong>{words.willChange(changing.length)}</strong>
          <Button type="primary" disabled={changing.length === 0} onClick={() => setAsking('apply')}>
            {words.apply(changing.length)}
          </Button>
        </Space>
      ) : (
        <Alert
          type="success"
          showIcon
          role="status"
          title={words.applied(done.changed)}
          {...(done.waiting === 0 ? {} : { description: words.stillWaiting(done.waiting) })}
          action={<Button onClick={() => setAsking('undo')}>{words.undo}</Button>}
        />
      )}
      <Table<PreviewRow>
        size="small"
        rowKey="id"
        className={layout['above8'] ?? ''}
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: words.letter, dataIndex: 'name' },
          {
            title: words.field,
            render: (_, { changes, warnings, refused }) => {
              if (refused !== null) return <Tag color="orange">{words.locked}</Tag>;
              if (changes.length === 0) return words.unchanged;
              return (
                <>
                  {changes.map(({ field, from, to }) => (
                    <div key={field}>
                      {ELEMENT_LABELS[field as ElementName]}：<del>{valueToText(from)}</del> →{' '}
                      <ins>{valueToText(to)}</ins>
                    </div>
                  ))}
                  {warnings.map((told) => (
                    <div key={told.code} className={layout['doubtText'] ?? ''}>
                      {told.message}
                    </div>
                  ))}
                </>
              );
            },
          },
        ]}
      />
      {asking !== null && (
        <ReasonDialog
          title={asking === 'apply' ? words.apply(changing.length) : words.undo}
          okText={asking === 'apply' ? words.apply(changing.length) : words.undo}
          onCancel={() => setAsking(null)}
          onConfirm={asking === 'apply' ? apply : undo}
        />
      )}
    </section>
  );
}
