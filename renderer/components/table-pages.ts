/** A table whose rows the engine gives page by page. */
import type { TablePaginationConfig } from 'antd';

/** @param page counted from 1 @param size rows on a page @param total rows in all; undefined while they are not known */
export const tablePages = (
  page: number,
  size: number,
  total: number | undefined,
  onChange: (page: number) => void,
): TablePaginationConfig => ({
  current: page,
  pageSize: size,
  total: total ?? 0,
  hideOnSinglePage: true,
  showSizeChanger: false,
  onChange,
});
