/** What the archive learned from the review: its words with their sources, each removable, and the result schemes of the office. */
import { App, Button, Input, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { RESULT_CLASSES, RESULT_CLASS_LABELS, type ResultClass } from '../../../shared/model/result-schemes.ts';
import { WORD_KIND_LABELS, type LearnedWord, type LocalScheme } from '../../../shared/model/vocabulary.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useReport } from '../../app/report.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './settings.module.css';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const NOTHING = {};
const CODES = ['A', 'B', 'C', 'D'] as const;
const CLASSES = RESULT_CLASSES.map((value) => ({ value, label: RESULT_CLASS_LABELS[value] }));

export function VocabularySettings() {
  const { value, error, reload } = useCall('reading.vocabulary', NOTHING);
  const report = useReport();
  const { readOnly } = useSession();
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return null;
  const forget = ({ kind, word }: LearnedWord): void => {
    call('reading.forgetWord', { kind, word }).then(reload).catch(report);
  };
  const keep = async (schemes: readonly LocalScheme[]): Promise<void> => {
    const { reading } = await call('settings.show', NOTHING);
    await call('settings.change', { reading: { ...reading, schemes: [...schemes] } });
    reload();
  };
  return (
    <>
      <section aria-label={words.learned}>
        <h2>{words.learned}</h2>
        <p className={styles['hint']}>{words.learnedHint}</p>
        <Table
          size="small"
          rowKey={({ kind, word }) => `${kind} ${word}`}
          dataSource={value.words}
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
          locale={{ emptyText: words.learnedNone }}
          columns={[
            { title: words.learnedKind, render: (_, { kind }: LearnedWord) => WORD_KIND_LABELS[kind] },
            { title: words.learnedWord, dataIndex: 'word' },
            { title: words.learnedFrom, render: (_, { name }: LearnedWord) => name },
            { title: words.learnedAt, render: (_, { at, actor }: LearnedWord) => `${formatTime(at)} ${actor}` },
            {
              title: '',
              render: (_, learned: LearnedWord) => (
                <Button
                  size="small"
                  disabled={readOnly}
                  aria-label={`${words.forget} ${learned.word}`}
                  onClick={() => forget(learned)}
                >
                  {words.forget}
                </Button>
              ),
            },
          ]}
        />
      </section>
      <section aria-label={words.localSchemes}>
        <h2>{words.localSchemes}</h2>
        <p className={styles['hint']}>{words.localSchemesHint}</p>
        <ul>
          {value.schemes.map((scheme) => (
            <li key={scheme.name}>
              {scheme.name}（{scheme.places.join('、')}）：
              {Object.entries(scheme.codes)
                .map(([code, { legend }]) => `${code} ${legend}`)
                .join('；')}{' '}
              <Button
                size="small"
                disabled={readOnly}
                aria-label={`${words.removeScheme} ${scheme.name}`}
                onClick={() => void keep(value.schemes.filter(({ name }) => name !== scheme.name)).catch(report)}
              >
                {words.removeScheme}
              </Button>
            </li>
          ))}
        </ul>
        <SchemeForm onAdd={(scheme) => keep([...value.schemes, scheme])} />
      </section>
    </>
  );
}

type Meanings = Record<string, { legend: string; class: ResultClass }>;

function SchemeForm({ onAdd }: { onAdd: (scheme: LocalScheme) => Promise<void> }) {
  const { message } = App.useApp();
  const report = useReport();
  const { readOnly } = useSession();
  const [name, setName] = useState('');
  const [places, setPlaces] = useState('');
  const [codes, setCodes] = useState<Meanings>({});
  const meanings = Object.entries(codes).filter(([, { legend }]) => legend.trim() !== '');
  const listed = places.split(/[、，,\s]+/).filter((place) => place !== '');
  const add = (): void => {
    onAdd({ name, places: listed, codes: Object.fromEntries(meanings) })
      .then(() => {
        setName('');
        setPlaces('');
        setCodes({});
        void message.success(words.saved);
      })
      .catch(report);
  };
  return (
    <Space orientation="vertical">
      <Space wrap>
        <Input
          aria-label={words.schemeName}
          placeholder={words.schemeName}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          aria-label={words.schemePlaces}
          className={layout['em18'] ?? ''}
          placeholder={words.schemePlaces}
          value={places}
          onChange={(event) => setPlaces(event.target.value)}
        />
      </Space>
      {CODES.map((code) => {
        const meaning = codes[code] ?? { legend: '', class: 'SOLVED' as const };
        return (
          <Space key={code} wrap>
            <span>{code}</span>
            <Input
              aria-label={`${code} ${words.schemeLegend}`}
              placeholder={words.schemeLegend}
              maxLength={100}
              value={meaning.legend}
              onChange={(event) => setCodes({ ...codes, [code]: { ...meaning, legend: event.target.value } })}
            />
            <Select<ResultClass>
              aria-label={`${code} ${words.schemeClass}`}
              options={CLASSES}
              value={meaning.class}
              onChange={(chosen) => setCodes({ ...codes, [code]: { ...meaning, class: chosen } })}
            />
          </Space>
        );
      })}
      <Button disabled={readOnly || name.trim() === '' || listed.length === 0 || meanings.length === 0} onClick={add}>
        {words.addScheme}
      </Button>
    </Space>
  );
}
