/** How the window looks on this machine, what the archive is set to, and what the program is; with a search over all of it. */
import { Button, Descriptions, Input, Segmented, Space } from 'antd';
import { useState, type ReactNode } from 'react';
import { RESULT_SCHEMES } from '../../../shared/model/result-schemes.ts';
import { ELEMENT_LABELS, OPENNESS, REPLY_KINDS } from '../../../shared/model/elements.ts';
import { LOOKS, TYPE_SIZES, type Appearance } from '../../app/appearance.ts';
import { KeyTables } from '../../app/commands/palette.tsx';
import { useCommandNow } from '../../app/commands/registry.ts';
import { useRights } from '../../app/rights.ts';
import { Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.tsx';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatSize, formatTime } from '../../components/format.ts';
import { AccountsPanel } from '../accounts/accounts-panel.tsx';
import { ArchiveSettings } from './archive-settings.tsx';
import { Licences } from './licences.tsx';
import { VocabularySettings } from './vocabulary-settings.tsx';
import styles from './settings.module.css';
import { FINDABLE, LOOK_WORDS, SIZES, words, type SettingsSection } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  appearance: Appearance;
  onAppearance: (appearance: Appearance) => void;
}
const NOTHING = {};

/** Whether a section has to do with what is looked for. */
export function isFound(section: SettingsSection, looked: string): boolean {
  const plain = looked.trim().toLowerCase();
  return plain === '' || FINDABLE[section].toLowerCase().includes(plain);
}

export function SettingsPage({ appearance, onAppearance }: Props) {
  const { may } = useRights();
  const now = useCommandNow();
  const [looked, setLooked] = useState('');
  const sections: Readonly<Record<SettingsSection, ReactNode>> = {
    appearance: (
      <section aria-label={words.appearance}>
        <h2>{words.appearance}</h2>
        <Space orientation="vertical">
          <Space>
            <span>{words.size}</span>
            <Segmented
              aria-label={words.size}
              value={appearance.size}
              options={TYPE_SIZES.map((value) => ({ value, label: SIZES[value] }))}
              onChange={(size) => onAppearance({ ...appearance, size })}
            />
          </Space>
          <Space>
            <span>{words.look}</span>
            <Segmented
              aria-label={words.look}
              value={appearance.look}
              options={LOOKS.map((value) => ({ value, label: LOOK_WORDS[value] }))}
              onChange={(look) => onAppearance({ ...appearance, look })}
            />
          </Space>
        </Space>
      </section>
    ),
    archive: <ThisArchive />,
    kept: may('settings.change') ? <ArchiveSettings /> : null,
    accounts: <AccountsPanel />,
    schemes: <Schemes />,
    vocabulary: may('reading.vocabulary') ? <VocabularySettings /> : null,
    program: <Program />,
    licences: <Licences />,
    keys: (
      <section aria-label={words.keys}>
        <h2>{words.keys}</h2>
        <KeyTables />
      </section>
    ),
  };
  const shown = (Object.keys(sections) as SettingsSection[]).filter((section) => isFound(section, looked));
  return (
    <Page
      title={words.title}
      tools={
        <Space>
          <Input.Search
            allowClear
            aria-label={words.look4}
            placeholder={words.look4}
            value={looked}
            onChange={(event) => setLooked(event.target.value)}
          />
          {may('settings.change') && <Button onClick={now('help.assistant').run}>{words.assistant}</Button>}
        </Space>
      }
    >
      <div className={styles['sections']}>
        {shown.length === 0 && <p>{words.lookedNone}</p>}
        {shown.map((section) => (
          <div key={section} className={styles['section']}>
            {sections[section]}
          </div>
        ))}
      </div>
    </Page>
  );
}

/** Where the archive is and how much it holds. */
function ThisArchive() {
  const { info, error } = useSession();
  const { may, session } = useRights();
  const signedIn = session !== null;
  const today = useCall('letters.today', may('letters.today') ? NOTHING : null);
  return (
    <section aria-label={words.archive}>
      <h2>{words.archive}</h2>
      {error && <ErrorNotice error={error} />}
      {info && (
        <Descriptions
          bordered
          size="small"
          column={1}
          items={[
            { key: 'folder', label: words.folder, children: info.archive },
            { key: 'letters', label: words.letters, children: info.letters },
            ...(today.value === undefined
              ? []
              : [
                  { key: 'versions', label: words.versions, children: today.value.versions },
                  { key: 'bytes', label: words.bytes, children: formatSize(today.value.bytes) },
                ]),
            { key: 'created', label: words.created, children: formatTime(info.created) },
            { key: 'actor', label: words.actor, children: signedIn ? info.actor : words.systemUser(info.actor) },
            { key: 'id', label: words.archiveId, children: info.archive_id },
            { key: 'readOnly', label: words.readOnly, children: info.read_only ? words.yes : words.no },
          ]}
        />
      )}
    </section>
  );
}

/** What result classes mean by place, and the words that elements take. */
function Schemes() {
  return (
    <section aria-label={words.schemes}>
      <h2>{words.schemes}</h2>
      <p>{words.schemesHint}</p>
      <table className={styles['schemes']}>
        <tbody>
          {Object.entries(RESULT_SCHEMES).map(([key, { name, scope, codes }]) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{scope}</td>
              <td>
                {Object.entries(codes).map(([code, { legend }]) => (
                  <div key={code}>{code === legend ? code : `${code}　${legend}`}</div>
                ))}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{ELEMENT_LABELS.reply_kind}</th>
            <td colSpan={2}>{REPLY_KINDS.join('、')}</td>
          </tr>
          <tr>
            <th scope="row">{ELEMENT_LABELS.openness}</th>
            <td colSpan={2}>{OPENNESS.join('、')}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Program() {
  const platform = useCall('shell.platform', NOTHING);
  const fonts = platform.value?.fonts ?? [];
  return (
    <section aria-label={words.program}>
      <h2>{words.program}</h2>
      <p className={layout['breakAnywhere'] ?? ''}>{words.offline}</p>
      {platform.error && <ErrorNotice error={platform.error} />}
      {platform.value && (
        <Descriptions
          bordered
          size="small"
          column={1}
          items={[
            { key: 'runtime', label: words.runtime, children: platform.value.runtime },
            { key: 'version', label: words.runtimeVersion, children: platform.value.version },
            { key: 'fonts', label: words.fonts, children: fonts.length > 0 ? fonts.join('、') : words.noFonts },
          ]}
        />
      )}
    </section>
  );
}
