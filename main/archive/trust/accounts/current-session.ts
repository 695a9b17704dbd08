/** Who is signed in at an engine: at most one person; each call passes here, and keeps its own actor to its end. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallName, Role, SessionInfo } from '../../../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../../../shared/errors.ts';
import type { AuditAction } from '../../../../shared/model/audit.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { appendAudit } from '../audit.ts';
import { nameKey } from './account-names.ts';
import { findAccount, hasAccounts, type Caller } from './accounts.ts';
import { expiryOf } from './passwords.ts';
import { isOpen, requireRight } from './rights.ts';
import { IDLE_MS, actorOf, isIdle, signIn, signInBeside, type Session } from './sign-in.ts';

/** A call under way: it stays its caller's even if another person signs in before it ends. */
interface UnderWay {
  name: CallName;
  caller: Caller;
  /** Null where nobody was signed in. */
  session: Session | null;
  /** Aborted with an ArchiveError as reason where the caller's right is taken away meanwhile. */
  right: AbortController;
}

export class CurrentSession {
  readonly idleMs: number;
  #db: ArchiveDb;
  readonly #systemUser: string;
  readonly #clock: () => Date;
  readonly #present = new AsyncLocalStorage<UnderWay>();
  readonly #underWay = new Set<UnderWay>();
  #session: Session | null = null;

  /** @param options.systemUser the actor while the archive has no accounts */
  constructor(db: ArchiveDb, options: { systemUser: string; clock?: () => Date; idleMs?: number }) {
    this.#db = db;
    this.#systemUser = options.systemUser;
    this.#clock = options.clock ?? (() => new Date());
    this.idleMs = options.idleMs ?? IDLE_MS;
  }

  /** The same archive was opened again: who is signed in stays so. */
  moveTo(db: ArchiveDb): void {
    this.#db = db;
  }

  get now(): Date {
    return this.#clock();
  }

  /** Who does the call in hand. */
  get caller(): Caller {
    return this.#present.getStore()?.caller ?? this.#caller();
  }

  /**
   * Runs a call of the contract as who is signed in, if he may, and stops it where his right is taken away meanwhile.
   * @param given the signal by which whoever asked cancels
   * @param act gets the signal that it is to obey
   * @throws ArchiveError SIGN_IN_REQUIRED, FORBIDDEN, ACCOUNT_DISABLED, and what `act` throws
   */
  async perform<T>(
    name: CallName,
    given: AbortSignal | undefined,
    act: (signal: AbortSignal) => T | Promise<T>,
  ): Promise<T> {
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
    const right = new AbortController();
    const call: UnderWay = { name, caller: this.#caller(), session: this.#session, right };
    const signal = given === undefined ? right.signal : AbortSignal.any([given, right.signal]);
    this.#underWay.add(call);
    try {
      const value = await this.#present.run(call, () => act(signal));
      right.signal.throwIfAborted();
      return value;
    } catch (thrown) {
      right.signal.throwIfAborted();
      throw thrown;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** To be called after accounts were changed: whose right is gone, his calls stop at the next letter. The call in hand goes on. */
  stopWhoMayNoLonger(): void {
    for (const call of this.#underWay) {
      if (call === this.#present.getStore()) continue;
      try {
        requireRight(call.session, call.name, this.#db.read);
      } catch (thrown) {
        call.right.abort(this.#whyNoLonger(call.session, thrown));
      }
    }
  }

  #whyNoLonger(session: Session | null, refused: unknown): unknown {
    if (session === null) return new ArchiveError('FORBIDDEN', '账户已启用，此前未经登录开始的操作已停止');
    return findAccount(this.#db.read, session.account)?.disabled === true
      ? new ArchiveError('ACCOUNT_DISABLED')
      : refused;
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

  /**
   * A second person agrees to the act in hand; who is signed in stays so.
   * @returns the account's name
   * @throws ArchiveError as signInBeside(); FORBIDDEN where it is the same person
   */
  async agree(who: { name: string; password: string }, ...roles: readonly Role[]): Promise<string> {
    const name = await signInBeside(this.#db, { ...who, roles }, this.now);
    if (nameKey(name) === nameKey(this.caller.actor)) throw new ArchiveError('FORBIDDEN', '须为另一人');
    return name;
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
      notices: [...session.notices],
    };
  }

  #caller(): Caller {
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
    const { actor } = this.#caller();
    this.#db.transaction((tx) => appendAudit(tx, { actor, action, detail }, this.now), 'log');
  }
}
