/** How the window looks on this machine, what archive it shows, and the keys. */
import { Checkbox, Descriptions, Segmented, Space } from 'antd';
import { TYPE_SIZES, type Appearance } from '../../app/appearance.ts';
import { useRights } from '../../app/gate.tsx';
import { Page } from '../../app/page.tsx';
import { useSession } from '../../app/session.tsx';
import { useCall } from '../../archive/use-call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { AccountsPanel } from '../accounts/accounts-panel.tsx';
import { ArchiveSettings } from './archive-settings.tsx';
import { Licences } from './licences.tsx';
import { VocabularySettings } from './vocabulary-settings.tsx';
import { KEYS, SIZES, words } from './words.ts';
import layout from '../../components/layout.module.css';

interface Props {
  appearance: Appearance;
  onAppearance: (appearance: Appearance) => void;
}
const NOTHING = {};

export function SettingsPage({ appearance, onAppearance }: Props) {
  const { info, error } = useSession();
  const { may } = useRights();
  const platform = useCall('shell.platform', NOTHING);
  const fonts = platform.value?.fonts ?? [];
  return (
    <Page title={words.title}>
      <Space orientation="vertical" size="large" className={layout['wholeReadable'] ?? ''}>
        <section>
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
            <Checkbox
              checked={appearance.contrast}
              onChange={(event) => onAppearance({ ...appearance, contrast: event.target.checked })}
            >
              {words.contrast}
            </Checkbox>
          </Space>
        </section>
        <section>
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
                { key: 'created', label: words.created, children: formatTime(info.created) },
                { key: 'actor', label: words.actor, children: info.actor },
                { key: 'id', label: words.archiveId, children: info.archive_id },
                { key: 'readOnly', label: words.readOnly, children: info.read_only ? words.yes : words.no },
              ]}
            />
          )}
        </section>
        {may('settings.change') && <ArchiveSettings />}
        {may('reading.vocabulary') && <VocabularySettings />}
        <AccountsPanel />
        <section>
          <h2>{words.program}</h2>
          <p>{words.offline}</p>
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
        <Licences />
        <section>
          <h2>{words.keys}</h2>
          <Descriptions
            bordered
            size="small"
            column={1}
            items={KEYS.map(([key, meaning]) => ({ key, label: <kbd>{key}</kbd>, children: meaning }))}
          />
        </section>
      </Space>
    </Page>
  );
}
