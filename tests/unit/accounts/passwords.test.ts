/** What a password must be like and how it is kept (docs/spec/accounts.md). */
import { describe, expect, test } from 'vitest';
import {
  NO_PASSWORD,
  expiryOf,
  hashPassword,
  isReused,
  requireStrongPassword,
  verifyPassword,
} from '../../../main/archive/trust/accounts/passwords.ts';

const ABOUT = ['wangfang', '王芳'];

describe('the rules of a password', () => {
  test.each(['Hetang-Yuese7', 'kx7#mq2lp9Z', '荷塘月色映Ab7', 'shan-he-2-wan-duo-Z'])(
    '%s is taken',
    async (password) => {
      await expect(requireStrongPassword(password, ABOUT)).resolves.toBeUndefined();
    },
  );

  test.each([
    ['seven characters', 'Ab1-xyz', '至少须有 8 个字符'],
    ['seven characters beyond the basic plane', '𠮷𠮷𠮷𠮷𠮷A1', '至少须有 8 个字符'],
    ['129 characters', `Ab1${'-'.repeat(126)}`, '最多 128 个字符'],
    ['two of the four classes', 'hetangyuese73926', '三类'],
    ['the account name inside', 'Xx-WangFang-83', '用户名或姓名'],
    ['the account name in full width', 'Xx-ｗａｎｇｆａｎｇ-83', '用户名或姓名'],
    ['the person’s name inside', 'Xx83-王芳-Qk', '用户名或姓名'],
    ['a common password', 'P@ssw0rd1', '太常见'],
    ['a common one of Chinese offices', 'Admin@123', '太常见'],
    ['keys side by side', '1qaz@WSX', '太常见'],
    ['a repeated piece', 'Ab1!Ab1!Ab1!', '太常见'],
  ])('%s is refused, and the message says why without the password', async (_sentence, password, why) => {
    const refused = expect(requireStrongPassword(password, ABOUT)).rejects;
    await refused.toThrow(expect.objectContaining({ code: 'WEAK_PASSWORD', details: undefined }));
    await refused.toThrow(why);
    await expect(requireStrongPassword(password, ABOUT)).rejects.not.toThrow(password);
  });

  test('a password lasts 90 days', () => {
    expect(expiryOf('2026-01-01T00:00:00.000Z').toISOString()).toBe('2026-04-01T00:00:00.000Z');
  });
});

describe('the hash of a password', () => {
  test('is scrypt with its parameters and a salt of its own', async () => {
    const [one, two] = [await hashPassword('Hetang-Yuese7'), await hashPassword('Hetang-Yuese7')];
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('Hetang-Yuese7', one)).toBe(true);
    expect(await verifyPassword('Hetang-Yuese8', one)).toBe(false);
  });

  test('agrees with the test vector of RFC 7914 of the same form', async () => {
    // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1), its first 32 bytes.
    const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex');
    const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
    const stored = `$scrypt$ln=14,r=8,p=1$${unpadded(Buffer.from('SodiumChloride'))}$${unpadded(key)}`;
    expect(await verifyPassword('pleaseletmein', stored)).toBe(true);
    expect(await verifyPassword('pleaseletmeout', stored)).toBe(false);
  });

  test('is the same for a password typed composed and decomposed', async () => {
    expect(await verifyPassword('Cafe\u0301-8-Tables', await hashPassword('Caf\u00e9-8-Tables'))).toBe(true);
  });

  test('no password matches the one of a name that is not there', async () => {
    expect(await verifyPassword('', NO_PASSWORD)).toBe(false);
    expect(await verifyPassword('Hetang-Yuese7', NO_PASSWORD)).toBe(false);
  });

  test.each(['', 'plain', '$scrypt$ln=40,r=8,p=1$AAAA$', '$scrypt$ln=31,r=8,p=1$AAAA$' + 'A'.repeat(43)])(
    'what is stored but no hash of ours is damage, not a match: %j',
    async (stored) => {
      await expect(verifyPassword('Hetang-Yuese7', stored)).rejects.toThrow(
        expect.objectContaining({ code: 'ARCHIVE_DAMAGED' }),
      );
    },
  );

  test('reuse is found among any of several hashes', async () => {
    const last = [await hashPassword('Hetang-Yuese7'), await hashPassword('Hetang-Yuese8')];
    expect(await isReused('Hetang-Yuese8', last)).toBe(true);
    expect(await isReused('Hetang-Yuese9', last)).toBe(false);
  });
});
