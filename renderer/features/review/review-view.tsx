/** One letter of the review queue: the original with what was read where, the elements, what may be the same letter. */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import type { ReviewItem } from '../../../shared/model/intake.ts';
import { shownOriginal } from '../../../shared/model/letter.ts';
import { hasPreview } from '../../../shared/model/preview.ts';
import { useCall } from '../../archive/use-call.ts';
import { useCommands } from '../../app/commands/registry.ts';
import { hintOf } from '../../app/commands/table.ts';
import { useNavigation, useUnsaved } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { changedElements } from '../../components/element-text.ts';
import { useResultOffer } from '../../components/result-offer.tsx';
import { hasBadChanges } from '../../components/elements-form.tsx';
import { CheckIcon, FolderOpenIcon } from '../../components/icons.tsx';
import desk from '../desk/desk.module.css';
import { useDoubts } from '../desk/doubts.ts';
import { ElementsSide, useFold } from '../desk/elements-side.tsx';
import { OriginalSide, type Pages, type Paper } from '../desk/original-side.tsx';
import { notesOf, openQuestions } from '../desk/questions.ts';
import { Twins } from '../desk/twins.tsx';
import { yearStays } from '../letter/archive-year.ts';
import { hasPages } from '../letter/attachment-page.tsx';
import { words as letterWords } from '../letter/words.ts';
import { words } from './words.ts';

interface Props {
  item: ReviewItem;
  busy: boolean;
  onConfirm: (item: ReviewItem, set: Partial<Elements>) => void;
  onSkip: () => void;
}

const PREFIX = 'review';

export function ReviewView({ item, busy, onConfirm, onSkip }: Props) {
  const { letter, evidence, warnings, twins } = item;
  const { go } = useNavigation();
  const { readOnly } = useSession();
  const [elements, setElements] = useState<Elements>(letter.elements);
  const [seen, setSeen] = useState<ReadonlySet<ElementName>>(new Set());
  const changes = changedElements(letter.elements, elements);
  const changed = Object.keys(changes).length > 0;
  const bad = hasBadChanges(letter.elements, elements);
  useUnsaved(changed, words.unsaved);

  const open = openQuestions(elements, evidence, seen);
  const notes = notesOf(letter.elements, evidence, warnings);
  const fold = useFold(open);
  const pages = useOriginalPages(item);
  const paper = useOriginalPaper(item);
  const see = (names: readonly ElementName[]): void => setSeen((before) => new Set([...before, ...names]));
  const doubts = useDoubts(PREFIX, open, see, fold.reveal);
  const change = (next: Elements): void => {
    see(Object.keys(changedElements(elements, next)) as ElementName[]);
    setElements(next);
  };
  const result = useResultOffer(elements, letter.elements.result_code, change);
  const stays = yearStays(letter, elements.issued_on);
  const confirm = (): void => {
    if (!busy && !bad && !readOnly) result.ask(() => onConfirm(item, changes));
  };
  useCommands({
    'review.confirm': { run: confirm },
    'review.skip': { run: onSkip },
    'desk.doubt': { run: doubts.next },
  });

  return (
    <div className={desk['draft']}>
      <div className={desk['notices']}>
        {bad && <Alert type="error" showIcon title={words.problems} />}
        {twins.length > 0 && (
          <Alert type="warning" showIcon title={words.twins} description={<Twins letters={twins} />} />
        )}
      </div>
      <div className={desk['sides']}>
        <OriginalSide
          about={item.file}
          text={letter.text}
          edited={false}
          evidence={evidence}
          doubts={doubts}
          pages={pages}
          paper={paper}
          warnings={notes.whole}
        />
        <ElementsSide
          prefix={PREFIX}
          value={elements}
          onChange={change}
          evidence={evidence}
          seen={seen}
          doubts={doubts}
          notes={notes}
          fold={fold}
          actions={{
            result_code: result.action,
            ...(stays === null ? {} : { issued_on: letterWords.yearStays(stays.refCode, stays.year) }),
          }}
        />
      </div>
      <div className={desk['bar']}>
        <Button type="primary" icon={<CheckIcon />} loading={busy} disabled={bad || readOnly} onClick={confirm}>
          {changed ? words.confirmChanged : words.confirm}（{words.confirmKey}）
        </Button>
        <Button title={hintOf('review.skip')} onClick={onSkip}>
          {words.skip}（{words.skipKey}）
        </Button>
        <span className={desk['grow']} />
        <Button icon={<FolderOpenIcon />} onClick={() => go({ view: 'letter', id: letter.id })}>
          {words.open}
        </Button>
      </div>
    </div>
  );
}

/** The pages of the letter's original. Words of a scanned page are read again, which takes a moment. */
function useOriginalPages({ letter }: ReviewItem): Pages | undefined {
  const [page, setPage] = useState(1);
  const original = shownOriginal(letter.attachments);
  const drawn = original !== undefined && hasPages(original.name);
  const place = drawn ? { id: letter.id, attachment: original.id, page } : null;
  const { value, error, reload } = useCall('letters.attachmentPage', place);
  const bare = value !== undefined && value.page === page && value.places.length === 0;
  const found = useCall('letters.pageWords', bare ? place : null);
  if (!drawn || error?.code === 'UNSUPPORTED_FORMAT') return undefined;
  const picture = value === undefined || found.value === undefined ? value : { ...value, places: found.value.places };
  return { page, setPage, picture, error, reload, reading: found.loading && bare };
}

/** The letter's original as it looks, where it is of a kind that is shown so. */
function useOriginalPaper({ letter }: ReviewItem): Paper | undefined {
  const [page, setPage] = useState(1);
  const original = shownOriginal(letter.attachments);
  const drawn = original !== undefined && hasPreview(original.name);
  const { value, error, reload } = useCall(
    'letters.preview',
    drawn ? { id: letter.id, attachment: original.id, page } : null,
  );
  // What is something else than its name says is shown as it was read.
  return drawn && error?.code !== 'UNSUPPORTED_FORMAT' ? { shown: value, error, reload, setPage } : undefined;
}
