/** Who is signed in at an engine: at most one person; each call passes here, and keeps its own actor to its end. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallName, SessionInfo } from '../../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../../shared/errors.ts';
import type { AuditAction } from '../../../../shared/model/audit.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../audit.ts';
import { findAccount, hasAccounts, type Caller } from './accounts.ts';
import { expiryOf } from './passwords.ts';
import { isOpen, requireRight } from './rights.ts';
import { IDLE_MS, actorOf, isIdle, signIn, type Session } from './sign-in.ts';

export class CurrentSession {
  readonly idleMs: number;
  readonly #db: ArchiveDb;
  readonly #systemUser: string;
  readonly #clock: () => Date;
  /** The caller of the call in hand: it stays the same even if another person signs in before a long call ends. */
  readonly #callers = new AsyncLocalStorage<Caller>();
  #session: Session | null = null;

  /** @param options.systemUser the actor while the archive has no accounts */
  constructor(db: ArchiveDb, options: { systemUser: string; clock?: () => Date; idleMs?: number }) {
    this.#db = db;
    this.#systemUser = options.systemUser;
    this.#clock = options.clock ?? (() => new Date());
    this.idleMs = options.idleMs ?? IDLE_MS;
  }

  get now(): Date {
    return this.#clock();
  }

  /** Who does the call in hand. */
  get caller(): Caller {
    return this.#callers.getStore() ?? this.#present();
  }

  /**
   * Runs a call of the contract as who is signed in, if he may.
   * @throws ArchiveError SIGN_IN_REQUIRED, FORBIDDEN, and what `act` throws
   */
  async perform<T>(name: CallName, act: () => T | Promise<T>): Promise<T> {
    const wasIdle = this.#endIfIdle();
    try {
      requireRight(this.#session, name, this.#db.read);
    } catch (thrown) {
      const code = reportError(thrown).code;
      if (wasIdle && code === 'SIGN_IN_REQUIRED') {
        throw new ArchiveError(code, `超过 ${this.idleMs / 60_000} 分钟未操作，已自动退出`);
      }
      if (code === 'FORBIDDEN') this.#record('session.refused', { call: name });
      throw thrown;
    }
    // Open calls may be asked by a clock of the window: they are no sign that somebody is there.
    if (this.#session !== null && !isOpen(name)) this.#session.lastUsedAt = this.now;
    return this.#callers.run(this.#present(), act);
  }

  /** Signs in; who was signed in before is out. @throws ArchiveError as signIn() */
  async signIn(name: string, password: string): Promise<SessionInfo> {
    this.signOut();
    const session = await signIn(this.#db, name, password, this.now);
    this.signOut();
    this.#session = session;
    const info = this.info();
    if (info === null) throw new ArchiveError('SIGN_IN_REQUIRED');
    return info;
  }

  signOut(): void {
    this.#end({});
  }

  /** Who is signed in, with the rights of this moment. */
  info(): SessionInfo | null {
    const session = this.#session;
    const account = session === null ? undefined : findAccount(this.#db.read, session.account);
    if (session === null || account === undefined || account.disabled) return null;
    return {
      name: account.name,
      display_name: account.displayName,
      roles: account.roles,
      started: session.startedAt.toISOString(),
      password_expires: expiryOf(account.passwordSetAt).toISOString(),
    };
  }

  #present(): Caller {
    if (this.#session === null) return { actor: this.#systemUser, roles: [] };
    const account = findAccount(this.#db.read, this.#session.account);
    return { actor: actorOf(this.#session), roles: account?.roles ?? [] };
  }

  #endIfIdle(): boolean {
    if (this.#session === null || !isIdle(this.#session, this.now, this.idleMs)) return false;
    this.#end({ idle: true });
    return true;
  }

  #end(detail: object): void {
    if (this.#session === null) return;
    this.#record('session.sign_out', detail);
    this.#session = null;
  }

  #record(action: AuditAction, detail: object): void {
    if (this.#db.readOnly || !hasAccounts(this.#db.read)) return;
    const { actor } = this.#present();
    this.#db.transaction((tx) => appendAudit(tx, { actor, action, detail }, this.now), 'log');
  }
}
