/** The page of what was tried and what found it. */
import { FINDERS, type Finder } from './examine.ts';
import type { Attempt } from './attempt.ts';

/** Ids, hashes, times and paths are others in each run. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{64}|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{8}-[0-9a-f-]{27}/gu, '…')
    .replaceAll(/fuhan-backup-\w+/gu, 'fuhan-backup-…')
    .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/gu, '…')
    .replaceAll(/quarantine-\w+-\w+/gu, 'quarantine-…')
    .replaceAll(/[^“（\s]*\/[^”）\s]*\//gu, '')
    .replaceAll('|', '\\|');
}

function row({ on, what, found, why }: Attempt): string {
  const says = found.by === 'nothing' ? why : steady(found.says.split('\n')[0] ?? '');
  return `| ${on} | ${what} | ${FINDERS[found.by]} | ${says} |`;
}

function table(attempts: readonly Attempt[]): string {
  return ['| on | what | found by | what it says, or why nothing |', '|---|---|---|---|', ...attempts.map(row)].join(
    '\n',
  );
}

function counts(attempts: readonly Attempt[]): string {
  const by = (finder: Finder): number => attempts.filter(({ found }) => found.by === finder).length;
  const told = (Object.keys(FINDERS) as Finder[]).filter((finder) => by(finder) > 0);
  return told.map((finder) => `${FINDERS[finder]} ${by(finder)}`).join(', ');
}

export const COMMAND = 'npm run attacks -- --write';

export function attacksPage(edits: readonly Attempt[], attacks: readonly Attempt[]): string {
  return `# Attacks, and what finds each

Made by \`${COMMAND}\` (\`tests/attacks\`); do not change it by hand. Each line is tried on an archive of its own, made with something in every
table, people who sign in, an index on disk, backups and a head of the log on paper. What first finds it stands beside it: opening the archive, \`verify\`,
\`verify --deep\` (what \`verify\` looks at by a random sample it finds at once in an archive as small as this one), the head on paper. The rules are in
[spec/trust.md](spec/trust.md).

## Changes of the database

With another SQLite, triggers and the checksums of pages made right again. ${edits.length} changes: ${counts(edits)}.

${table(edits)}

## Attacks on files

${attacks.length} attacks: ${counts(attacks)}.

${table(attacks)}
`;
}
