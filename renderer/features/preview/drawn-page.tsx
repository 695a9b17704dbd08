/** A page of an OFD, drawn from its words, lines and pictures. */
import { Alert, Button, Space } from 'antd';
import type { PreviewItem, PreviewOf } from '../../../shared/model/preview.ts';
import { FACES } from './faces.ts';
import styles from './preview.module.css';
import { words } from './words.ts';

interface Props {
  shown: PreviewOf<'drawn'>;
  onPage: (page: number) => void;
}

export function DrawnPage({ shown, onPage }: Props) {
  const { name, number, pages, width, height, items } = shown;
  return (
    <div className={styles['frame']}>
      {shown.cut && <Alert type="info" showIcon title={words.cut} />}
      {pages > 1 && (
        <Space>
          <Button size="small" disabled={number <= 1} onClick={() => onPage(number - 1)}>
            {words.pageBefore}
          </Button>
          <span role="status">{words.pageOf(number, pages)}</span>
          <Button size="small" disabled={number >= pages} onClick={() => onPage(number + 1)}>
            {words.pageAfter}
          </Button>
        </Space>
      )}
      <svg
        className={styles['drawn']}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.pageAlt(name, number)}
        style={{ width: `min(100%, ${width}mm)` }}
      >
        {items.map((item, at) => (
          <Item key={at} item={item} />
        ))}
      </svg>
    </div>
  );
}

function Item({ item }: { item: PreviewItem }) {
  const transform = `matrix(${item.matrix.join(' ')})`;
  switch (item.kind) {
    case 'text':
      return (
        <text
          x={item.xs.join(' ')}
          y={item.ys.join(' ')}
          fontSize={item.size}
          fontWeight={item.bold ? 700 : 400}
          fontFamily={FACES[item.face]}
          fill={item.color}
          transform={transform}
          xmlSpace="preserve"
        >
          {item.text}
        </text>
      );
    case 'path':
      return (
        <path
          d={item.d}
          fill={item.fill ?? 'none'}
          stroke={item.stroke ?? 'none'}
          strokeWidth={item.width}
          transform={transform}
        />
      );
    case 'picture':
      // A picture takes the square of one by one, which its matrix makes as large as it is.
      return item.image === null ? (
        <rect width={1} height={1} fill="#eeeeee" transform={transform}>
          <title>{words.noPicture}</title>
        </rect>
      ) : (
        <image href={item.image} width={1} height={1} preserveAspectRatio="none" transform={transform} />
      );
  }
}
