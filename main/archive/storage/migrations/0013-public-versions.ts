/** Public versions (公开版): acts on them, each covered by its row of the log; and the settings by which their days are counted. */
import type { Migration } from './types.ts';

export const publicVersions: Migration = {
  number: 13,
  name: 'public-versions',
  definitionsSha256: '4f7588797ebc50a9d8f11489b9184379755cf3c16075061f20b0fe9a16597e64',
  up: `
-- Rows are only added. detail: JSON of the act (model/public-version.ts); of a decision places in the letter, never what stands there.
CREATE TABLE archive.public_act (
  seq INTEGER PRIMARY KEY, letter_id TEXT NOT NULL REFERENCES letter(id), version INTEGER NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('decide','review','return','publish','withdraw')),
  at TEXT NOT NULL, actor TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE INDEX archive.public_act_by_letter ON public_act (letter_id, seq);

CREATE TRIGGER archive.public_act_is_final BEFORE UPDATE ON public_act BEGIN SELECT RAISE(ABORT, 'an act on a public version never changes'); END;
CREATE TRIGGER archive.public_act_stays BEFORE DELETE ON public_act BEGIN SELECT RAISE(ABORT, 'an act on a public version is never deleted'); END;
`,
};
