/** A chart of echarts on canvas, in the window's own colours, with its numbers as a table for who cannot see it. */
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as takeIn } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef } from 'react';
import styles from './stats.module.css';

takeIn([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  /** Its own colour. */
  fill?: string;
  values: readonly number[];
}

interface Props {
  label: string;
  labels: readonly string[];
  series: readonly Series[];
  stacked?: boolean;
  /** Bars that lie: for long names. */
  lying?: boolean;
  height: number;
  onPick?: (label: string) => void;
}

/** Fills that can be told apart in grey as well: the legend and the table say the same. */
const FILLS = ['#3f8f5f', '#d39b2f', '#8c96a8', '#4f7fd0', '#b05f8a', '#6b6fb5'];

export function Chart({ label, labels, series, stacked = false, lying = false, height, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useEffectEvent((at: number) => {
    const picked = labels[at];
    if (picked !== undefined) onPick?.(picked);
  });
  const told = JSON.stringify({ labels, series, stacked, lying });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const {
      labels: names,
      series: drawn,
      ...way
    } = JSON.parse(told) as Required<Pick<Props, 'labels' | 'series' | 'stacked' | 'lying'>>;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const font = { color: colour('--ink-soft'), fontFamily: getComputedStyle(element).fontFamily, fontSize: 12 };
    const category = { type: 'category' as const, data: [...names], axisLabel: font, axisTick: { show: false } };
    const value = {
      type: 'value' as const,
      axisLabel: font,
      minInterval: 1,
      splitLine: { lineStyle: { color: colour('--line') } },
    };
    const chart = init(element, null, { renderer: 'canvas' });
    chart.setOption({
      animation: false,
      color: FILLS,
      grid: { left: 8, right: 16, top: drawn.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
      legend: { show: drawn.length > 1, top: 0, textStyle: font, itemHeight: 10, itemWidth: 14 },
      // Tooltips of html would need styles that the content policy refuses.
      tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
      xAxis: way.lying ? value : category,
      yAxis: way.lying ? { ...category, inverse: true } : value,
      series: drawn.map(({ name, values, fill }) => ({
        name,
        ...(fill === undefined ? {} : { itemStyle: { color: fill } }),
        type: 'bar' as const,
        data: [...values],
        barMaxWidth: 46,
        ...(way.stacked ? { stack: 'all' } : {}),
      })),
    });
    chart.on('click', (event) => pick(event.dataIndex));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [told]);
  return (
    <>
      <div ref={box} className={styles['chart']} style={{ height }} role="img" aria-label={label} />
      <table className="visually-hidden">
        <caption>{label}</caption>
        <tbody>
          {labels.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {series.map((one) => (
                <td key={one.name}>{`${one.name} ${one.values[at] ?? 0}`}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
