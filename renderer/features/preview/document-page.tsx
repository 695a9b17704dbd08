/** A Word file as a sheet of paper: its paragraphs and tables with their type. */
import { Alert } from 'antd';
import { useEffect, useRef, useState, type CSSProperties, type RefObject } from 'react';
import type {
  PreviewBlock,
  PreviewOf,
  PreviewParagraph,
  PreviewRun,
  PreviewTable,
} from '../../../shared/model/preview.ts';
import { FACES } from './faces.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

const pt = (points: number): string => `${points}pt`;

/** Pixels of a point, and what stands round the page. */
const [PIXELS, ROUND] = [96 / 72, 26];
/** Smaller type cannot be read. */
const LEAST = 0.45;

/** How much smaller a page must be to fit; a page that wraps its lines anew would not look like itself. */
function useFit(width: number): { frame: RefObject<HTMLDivElement | null>; zoom: number } {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const fit = (element.clientWidth - ROUND) / (width * PIXELS);
      setZoom(Math.round(Math.min(1, Math.max(LEAST, fit)) * 100) / 100);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [width]);
  return { frame, zoom };
}

export function DocumentPage({ shown }: { shown: PreviewOf<'document'> }) {
  const { page, header, blocks, footer } = shown;
  const { frame, zoom } = useFit(page.width);
  const margins = { paddingLeft: pt(page.left), paddingRight: pt(page.right) };
  return (
    <div className={styles['frame']} ref={frame}>
      {shown.cut && <Alert type="info" showIcon title={words.cut} />}
      <article className={styles['page']} style={{ width: pt(page.width), zoom }} aria-label={words.paper(shown.name)}>
        <div className={styles['margin']} style={{ ...margins, minHeight: pt(page.top) }}>
          <Blocks blocks={header} />
        </div>
        <div className={styles['body']} style={margins}>
          <Blocks blocks={blocks} />
        </div>
        <div className={styles['foot']} style={{ ...margins, minHeight: pt(page.bottom) }}>
          <Blocks blocks={footer} />
        </div>
      </article>
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly PreviewBlock[] }) {
  return blocks.map((block, at) =>
    block.kind === 'table' ? <Table key={at} table={block} /> : <Paragraph key={at} paragraph={block} />,
  );
}

function Paragraph({ paragraph }: { paragraph: PreviewParagraph }) {
  const { runs, label, newPage } = paragraph;
  return (
    <>
      {newPage === true && <hr className={styles['newPage']} />}
      <p className={styles['paragraph']} style={paragraphStyle(paragraph)}>
        {label !== undefined && <span>{label}</span>}
        {runs.map((run, at) => (
          <Run key={at} run={run} />
        ))}
      </p>
    </>
  );
}

function paragraphStyle(paragraph: PreviewParagraph): CSSProperties {
  const { align, first, firstEm, left, right, before, after, line, ruled, runs } = paragraph;
  // A line without words is as high as its type.
  const size = runs[0]?.size;
  return {
    ...(align === undefined ? {} : { textAlign: align }),
    ...(firstEm !== undefined ? { textIndent: `${firstEm}em` } : first !== undefined ? { textIndent: pt(first) } : {}),
    ...(left === undefined ? {} : { marginLeft: pt(left) }),
    ...(right === undefined ? {} : { marginRight: pt(right) }),
    ...(before === undefined ? {} : { marginTop: pt(Math.max(0, before)) }),
    ...(after === undefined ? {} : { marginBottom: pt(Math.max(0, after)) }),
    ...(line === undefined ? {} : { lineHeight: 'exact' in line ? pt(line.exact) : line.times * NATURAL }),
    ...(ruled === undefined ? {} : { borderBottom: `1.5pt solid ${ruled}` }),
    ...(size === undefined ? {} : { fontSize: pt(size) }),
  };
}

/** A single line of Chinese type is about so many times as high as the type. */
const NATURAL = 1.3;

function Run({ run }: { run: PreviewRun }) {
  const { text, picture } = run;
  if (picture !== undefined) return <Picture picture={picture} />;
  return <span style={runStyle(run)}>{text}</span>;
}

function Picture({ picture: { image, width, height } }: { picture: NonNullable<PreviewRun['picture']> }) {
  if (image === null) return <span className={styles['noPicture']}>{words.noPicture}</span>;
  return (
    <img
      className={styles['picture']}
      src={image}
      alt=""
      style={width > 0 ? { width: pt(width), aspectRatio: `${width} / ${height || width}` } : {}}
    />
  );
}

function runStyle({ face, size, color, looks = [] }: PreviewRun): CSSProperties {
  const has = (look: (typeof looks)[number]): boolean => looks.includes(look);
  const lines = [...(has('underline') ? ['underline'] : []), ...(has('strike') ? ['line-through'] : [])].join(' ');
  const raised = has('up') || has('down');
  return {
    ...(face === undefined ? {} : { fontFamily: FACES[face] }),
    ...(size === undefined ? {} : { fontSize: pt(raised ? size * 0.7 : size) }),
    ...(color === undefined ? {} : { color }),
    ...(has('bold') ? { fontWeight: 700 } : {}),
    ...(has('italic') ? { fontStyle: 'italic' } : {}),
    ...(lines === '' ? {} : { textDecoration: lines }),
    ...(raised ? { verticalAlign: has('up') ? 'super' : 'sub' } : {}),
  };
}

function Table({ table }: { table: PreviewTable }) {
  const { widths, bordered, align, rows } = table;
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const margin = align === 'center' ? { margin: '0 auto' } : align === 'right' ? { marginLeft: 'auto' } : {};
  return (
    <table
      className={styles['table']}
      data-bordered={bordered || undefined}
      style={{ ...(whole > 0 ? { width: pt(whole) } : {}), ...margin }}
    >
      {whole > 0 && (
        <colgroup>
          {widths.map((width, at) => (
            <col key={at} style={{ width: pt(width) }} />
          ))}
        </colgroup>
      )}
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, at) => (
              <td
                key={at}
                colSpan={cell.columns}
                rowSpan={cell.rows}
                style={cell.middle === true ? { verticalAlign: 'middle' } : {}}
              >
                <Blocks blocks={cell.paragraphs} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
