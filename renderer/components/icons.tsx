/** The icons of the window. They stand beside words, so screen readers pass over them: their own labels are English. */
import {
  ArrowDownOutlined,
  ArrowLeftOutlined,
  ArrowUpOutlined,
  AuditOutlined,
  CheckOutlined,
  CloseOutlined,
  ContainerOutlined,
  DeleteOutlined,
  DownloadOutlined,
  EditOutlined,
  FileAddOutlined,
  FilePdfOutlined,
  FolderOpenOutlined,
  HistoryOutlined,
  InboxOutlined,
  PaperClipOutlined,
  SafetyCertificateOutlined,
  SaveOutlined,
  SearchOutlined,
  SettingOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

function silent(Icon: ComponentType<{ 'aria-hidden'?: boolean; 'aria-label'?: string }>): ComponentType {
  return function SilentIcon() {
    return <Icon aria-hidden aria-label="" />;
  };
}

export const ArrowDownIcon = silent(ArrowDownOutlined);
export const ArrowLeftIcon = silent(ArrowLeftOutlined);
export const ArrowUpIcon = silent(ArrowUpOutlined);
export const AuditIcon = silent(AuditOutlined);
export const CheckIcon = silent(CheckOutlined);
export const CloseIcon = silent(CloseOutlined);
export const DeleteIcon = silent(DeleteOutlined);
export const DownloadIcon = silent(DownloadOutlined);
export const EditIcon = silent(EditOutlined);
export const FileAddIcon = silent(FileAddOutlined);
export const FilePdfIcon = silent(FilePdfOutlined);
export const FolderOpenIcon = silent(FolderOpenOutlined);
export const HistoryIcon = silent(HistoryOutlined);
export const InboxIcon = silent(InboxOutlined);
export const PaperClipIcon = silent(PaperClipOutlined);
export const SafetyCertificateIcon = silent(SafetyCertificateOutlined);
export const SaveIcon = silent(SaveOutlined);
export const RecordsIcon = silent(ContainerOutlined);
export const SearchIcon = silent(SearchOutlined);
export const SettingIcon = silent(SettingOutlined);
export const UndoIcon = silent(UndoOutlined);
