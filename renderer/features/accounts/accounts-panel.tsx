/** Accounts for administrators, one's own password for everybody, and the way from none to the first. */
import { App, Button, Modal, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { ROLE_LABELS, ROLES, type Account, type Role } from '../../../shared/contract/index.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useReport } from '../../app/report.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime } from '../../components/format.ts';
import { ActForm, Box } from './act-form.tsx';
import styles from './accounts.module.css';
import { EnableAccounts } from './enable-accounts.tsx';
import { RecoverySheet } from './recovery-sheet.tsx';
import { words } from './words.ts';
import layout from '../../components/layout.module.css';

const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }));
const NOTHING = {};

export function AccountsPanel() {
  const { accounts, session, may } = useRights();
  return (
    <section aria-label={words.title}>
      <h2>{words.title}</h2>
      {!accounts && <EnableAccounts />}
      {accounts && may('accounts.list') && <AccountList />}
      {accounts && may('accounts.makeRecoverySheet') && <RecoverySheet />}
      {session && <OwnPassword name={session.name} expires={session.password_expires} />}
    </section>
  );
}

function OwnPassword({ name, expires }: { name: string; expires: string }) {
  const { message } = App.useApp();
  const { refresh } = useRights();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = async (): Promise<void> => {
    await call('accounts.changePassword', { name, current, password });
    setCurrent('');
    setPassword('');
    void message.success(words.changed);
    refresh();
  };
  return (
    <>
      <h3>{words.own}</h3>
      <p>{words.expires(formatTime(expires))}</p>
      <ActForm act={change} button={words.changeOwn}>
        <Box label={words.current} value={current} onChange={setCurrent} secret />
        <Box label={words.newPassword} value={password} onChange={setPassword} secret />
        <span className={styles['note']}>{words.rule}</span>
      </ActForm>
    </>
  );
}

function RolesSelect({ value, onChange }: { value: Role[]; onChange: (roles: Role[]) => void }) {
  return (
    <Select
      mode="multiple"
      aria-label={words.roles}
      className={layout['atLeast14'] ?? ''}
      value={value}
      options={ROLE_OPTIONS}
      onChange={onChange}
    />
  );
}

function stateOf(account: Account): string {
  if (account.disabled) return words.disabled;
  if (account.locked_until !== null) return words.locked;
  return account.must_change ? words.mustChange : words.active;
}

function AccountList() {
  const { may, session } = useRights();
  const report = useReport();
  const { value, error, reload } = useCall('accounts.list', NOTHING);
  const [editing, setEditing] = useState<{ account: Account; what: 'roles' | 'password' } | null>(null);
  const act = (doing: Promise<unknown>): void => void doing.then(reload).catch(report);
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      <Table
        size="small"
        rowKey="name"
        dataSource={value ?? []}
        pagination={false}
        columns={[
          { title: words.name, dataIndex: 'name' },
          { title: words.displayName, dataIndex: 'display_name' },
          { title: words.roles, render: (_, account) => account.roles.map((role) => ROLE_LABELS[role]).join('、') },
          { title: words.state, render: (_, account) => stateOf(account) },
          {
            title: words.lastSignIn,
            render: (_, { last_sign_in: at }) => (at === null ? words.never : formatTime(at)),
          },
          {
            title: '',
            render: (_, account) =>
              account.name === session?.name ? null : (
                <Space wrap size={4}>
                  {may('accounts.setDisabled') && (
                    <Button
                      size="small"
                      onClick={() =>
                        act(call('accounts.setDisabled', { name: account.name, disabled: !account.disabled }))
                      }
                    >
                      {account.disabled ? words.enableAccount : words.disable}
                    </Button>
                  )}
                  {account.locked_until !== null && may('accounts.unlock') && (
                    <Button size="small" onClick={() => act(call('accounts.unlock', { name: account.name }))}>
                      {words.unlock}
                    </Button>
                  )}
                  {may('accounts.setRoles') && (
                    <>
                      <Button size="small" onClick={() => setEditing({ account, what: 'roles' })}>
                        {words.setRoles}
                      </Button>
                      <Button size="small" onClick={() => setEditing({ account, what: 'password' })}>
                        {words.resetPassword}
                      </Button>
                    </>
                  )}
                </Space>
              ),
          },
        ]}
      />
      {editing && (
        <EditAccount
          {...editing}
          onClose={() => {
            setEditing(null);
            reload();
          }}
        />
      )}
      {may('accounts.add') && <AddAccount onAdded={reload} />}
    </>
  );
}

function EditAccount({
  account,
  what,
  onClose,
}: {
  account: Account;
  what: 'roles' | 'password';
  onClose: () => void;
}) {
  const [roles, setRoles] = useState<Role[]>(account.roles);
  const [password, setPassword] = useState('');
  const save = async (): Promise<void> => {
    if (what === 'roles') await call('accounts.setRoles', { name: account.name, roles });
    else await call('accounts.changePassword', { name: account.name, password });
    onClose();
  };
  return (
    <Modal
      open
      footer={null}
      title={`${what === 'roles' ? words.setRoles : words.resetPassword}：${account.name}`}
      onCancel={onClose}
    >
      <ActForm act={save} button={words.save}>
        {what === 'roles' ? (
          <>
            <span>{words.roles}</span>
            <RolesSelect value={roles} onChange={setRoles} />
            <span className={styles['note']}>{words.rolesHint}</span>
          </>
        ) : (
          <>
            <Box label={words.initialPassword} value={password} onChange={setPassword} secret />
            <span className={styles['note']}>{words.rule}</span>
          </>
        )}
      </ActForm>
    </Modal>
  );
}

function AddAccount({ onAdded }: { onAdded: () => void }) {
  const { message } = App.useApp();
  const { may } = useRights();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [roles, setRoles] = useState<Role[]>([]);
  const add = async (): Promise<void> => {
    await call('accounts.add', {
      name: name.trim(),
      password,
      ...(displayName.trim() === '' ? {} : { display_name: displayName.trim() }),
      ...(roles.length === 0 ? {} : { roles }),
    });
    void message.success(words.added(name.trim()));
    setName('');
    setDisplayName('');
    setPassword('');
    setRoles([]);
    onAdded();
  };
  return (
    <>
      <h3>{words.add}</h3>
      <ActForm act={add} button={words.add}>
        <Box label={words.name} value={name} onChange={setName} />
        <Box label={words.displayName} value={displayName} onChange={setDisplayName} optional />
        {may('accounts.setRoles') && (
          <>
            <span>{words.roles}</span>
            <RolesSelect value={roles} onChange={setRoles} />
            <span className={styles['note']}>{words.rolesHint}</span>
          </>
        )}
        <Box label={words.initialPassword} value={password} onChange={setPassword} secret />
        <span className={styles['note']}>{words.rule}</span>
      </ActForm>
    </>
  );
}
